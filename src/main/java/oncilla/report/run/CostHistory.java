package oncilla.report.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import oncilla.report.Curve;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.CurvePoint;

/** Remembers the costs and learning curves of a run for its plot. */
public final class CostHistory implements TrainingListener {
  private record Measured(double iteration, CurvePoint point) {}

  private final List<Double> iterations = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();
  private final List<Double> dataCosts = new ArrayList<>();
  private final List<Measured> points = new ArrayList<>();

  @Override
  public void cost(long iteration, double cost, double dataCost) {
    iterations.add((double) iteration);
    costs.add(cost);
    dataCosts.add(dataCost);
  }

  @Override
  public void curves(long iteration, CurvePoint point) {
    points.add(new Measured(iteration, point));
  }

  /** The curve of the cost J, with a name for the legend. */
  public Curve cost(String name) {
    return new Curve(name, array(iterations), array(costs));
  }

  /**
   * The curves of a cost plot: the cost, the cost on the test set where that was measured, and the
   * data cost where it differs from the cost, as with L2.
   */
  public List<Curve> costs() {
    List<Curve> curves = new ArrayList<>();
    boolean hasL2 = !costs.equals(dataCosts);
    if (points.isEmpty()) {
      curves.add(cost(hasL2 ? "cost J, with L2" : "cost J"));
    } else {
      curves.add(cost("training set" + (hasL2 ? ", with L2" : "")));
      curves.add(measured("test set" + (hasL2 ? ", with L2" : ""), CurvePoint::testCost));
    }
    if (hasL2) {
      String name = points.isEmpty() ? "cross-entropy alone" : "training set, cross-entropy alone";
      curves.add(new Curve(name, array(iterations), array(dataCosts)));
    }
    return curves;
  }

  /** The curves of the accuracies on both sets; none where they were not measured. */
  public List<Curve> accuracies() {
    return points.isEmpty()
        ? List.of()
        : List.of(
            measured("training set", CurvePoint::trainAccuracy),
            measured("test set", CurvePoint::testAccuracy));
  }

  private Curve measured(String name, ToDoubleFunction<CurvePoint> value) {
    return new Curve(
        name,
        points.stream().mapToDouble(Measured::iteration).toArray(),
        points.stream().map(Measured::point).mapToDouble(value).toArray());
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
