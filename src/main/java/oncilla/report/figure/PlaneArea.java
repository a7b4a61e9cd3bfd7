package oncilla.report.figure;

import oncilla.data.Features;
import oncilla.data.Table;

/**
 * A square in the plane of two inputs, in which the predictions of a model are drawn.
 *
 * @param left smallest x1
 * @param bottom smallest x2
 * @param edge length of an edge
 */
public record PlaneArea(double left, double bottom, double edge) {
  private static final double MARGIN = 0.08;

  /** Checks that there is an area. */
  public PlaneArea {
    if (!(edge > 0) || Double.isInfinite(edge)) {
      throw new IllegalArgumentException("an area needs an edge, not " + edge);
    }
  }

  /**
   * The smallest square around points, with a margin.
   *
   * @param points with two columns
   */
  public static PlaneArea around(Features points) {
    double[] values = new double[2 * points.rows()];
    points.copyRows(0, points.rows(), values);
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < values.length; i++) {
      low[i % 2] = Math.min(low[i % 2], values[i]);
      high[i % 2] = Math.max(high[i % 2], values[i]);
    }
    double widest = Math.max(high[0] - low[0], high[1] - low[1]);
    double edge = widest > 0 ? widest * (1 + 2 * MARGIN) : 1;
    return new PlaneArea((low[0] + high[0] - edge) / 2, (low[1] + high[1] - edge) / 2, edge);
  }

  /**
   * Points of a grid that covers the area to its edges: rows from bottom to top, in each from left
   * to right.
   *
   * @param perEdge points along an edge, at least 2
   */
  public Table grid(int perEdge) {
    double[] values = new double[Math.multiplyExact(2 * perEdge, perEdge)];
    double step = edge / (perEdge - 1);
    for (int row = 0; row < perEdge; row++) {
      for (int column = 0; column < perEdge; column++) {
        int at = 2 * (row * perEdge + column);
        values[at] = left + column * step;
        values[at + 1] = bottom + row * step;
      }
    }
    return new Table(values, perEdge * perEdge, 2);
  }
}
