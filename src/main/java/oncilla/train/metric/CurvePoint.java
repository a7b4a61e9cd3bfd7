package oncilla.train.metric;

/**
 * A point of a curve in the unit square.
 *
 * @param x from left to right
 * @param y from bottom to top
 */
public record CurvePoint(double x, double y) {}
