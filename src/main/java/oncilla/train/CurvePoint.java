package oncilla.train;

/**
 * How well the parameters do at a logged iteration, before its update and without dropout.
 *
 * @param trainAccuracy on the training set
 * @param testCost J on the test set, with the L2 term
 * @param testAccuracy on the test set
 */
public record CurvePoint(double trainAccuracy, double testCost, double testAccuracy) {}
