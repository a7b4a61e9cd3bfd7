package oncilla.report.figure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import oncilla.train.metric.UnitPoint;

/**
 * Leaves out points of a curve that nobody would see (Ramer, Douglas, Peucker): no point that is
 * left out lies farther from the line that is drawn instead than a bound, which is a third of a
 * pixel at first and grows only while too many points are left.
 */
final class Thinning {
  /** A third of a pixel of a plot of 700 pixels. */
  private static final double FIRST_BOUND = 0.0005;

  private Thinning() {}

  /** At most {@code most} of the points, with the first and the last. */
  static List<UnitPoint> of(List<UnitPoint> points, int most) {
    List<UnitPoint> thin = points;
    for (double bound = FIRST_BOUND; thin.size() > most; bound *= 1.5) {
      thin = within(bound, points);
    }
    return thin;
  }

  private record Part(int from, int to) {}

  private static List<UnitPoint> within(double bound, List<UnitPoint> points) {
    BitSet kept = new BitSet(points.size());
    kept.set(0);
    kept.set(points.size() - 1);
    Deque<Part> open = new ArrayDeque<>(List.of(new Part(0, points.size() - 1)));
    while (!open.isEmpty()) {
      Part part = open.pop();
      int farthest = -1;
      double distance = bound;
      for (int i = part.from() + 1; i < part.to(); i++) {
        double here = distance(points.get(i), points.get(part.from()), points.get(part.to()));
        if (here > distance) {
          farthest = i;
          distance = here;
        }
      }
      if (farthest > 0) {
        kept.set(farthest);
        open.push(new Part(part.from(), farthest));
        open.push(new Part(farthest, part.to()));
      }
    }
    List<UnitPoint> thin = new ArrayList<>();
    kept.stream().forEach(i -> thin.add(points.get(i)));
    return thin;
  }

  /** From a point to the line between two others. */
  private static double distance(UnitPoint point, UnitPoint from, UnitPoint to) {
    double dx = to.x() - from.x();
    double dy = to.y() - from.y();
    double square = dx * dx + dy * dy;
    double along =
        square == 0
            ? 0
            : Math.max(
                0,
                Math.min(1, ((point.x() - from.x()) * dx + (point.y() - from.y()) * dy) / square));
    return Math.hypot(point.x() - from.x() - along * dx, point.y() - from.y() - along * dy);
  }
}
