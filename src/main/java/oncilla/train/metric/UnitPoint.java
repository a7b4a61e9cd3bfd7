package oncilla.train.metric;

/**
 * A point in the unit square, of a curve of one share over another.
 *
 * @param x from left to right
 * @param y from bottom to top
 */
public record UnitPoint(double x, double y) {}
