package oncilla.report.figure;

/**
 * What a model predicts in an area of the plane: the probability of label 1 at the points of {@link
 * PlaneArea#grid}, and between the points their interpolation.
 *
 * @param area the area
 * @param probabilities at the points of the grid; not copied
 */
public record DecisionMap(PlaneArea area, double[] probabilities) {
  /** Points along an edge that are enough for a picture. */
  public static final int POINTS_PER_EDGE = 401;

  /** Checks that the grid is a square. */
  public DecisionMap {
    int perEdge = (int) Math.round(Math.sqrt(probabilities.length));
    if (perEdge < 2 || perEdge * perEdge != probabilities.length) {
      throw new IllegalArgumentException(probabilities.length + " points are no square grid");
    }
  }

  /**
   * Whether label 1 is predicted, p &gt; 0.5.
   *
   * @param x from 0 at the left to 1 at the right
   * @param y from 0 at the bottom to 1 at the top
   */
  boolean isPositive(double x, double y) {
    int perEdge = (int) Math.round(Math.sqrt(probabilities.length));
    int column = Math.min((int) (x * (perEdge - 1)), perEdge - 2);
    int row = Math.min((int) (y * (perEdge - 1)), perEdge - 2);
    double right = x * (perEdge - 1) - column;
    double up = y * (perEdge - 1) - row;
    int at = row * perEdge + column;
    double below = between(probabilities[at], probabilities[at + 1], right);
    double above = between(probabilities[at + perEdge], probabilities[at + perEdge + 1], right);
    return between(below, above, up) > 0.5;
  }

  /** In this form, equal numbers give exactly that number: 0.5 everywhere is 0.5 everywhere. */
  private static double between(double from, double to, double part) {
    return from + part * (to - from);
  }
}
