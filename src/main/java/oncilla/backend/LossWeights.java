package oncilla.backend;

/**
 * How examples count in the cross-entropy; see {@link Ops#crossEntropy}. A label y counts as y·(1 −
 * s) + s/2, and an example with the weight of its class.
 *
 * @param smoothing s, at least 0 and below 1
 * @param negative weight of examples with label 0, positive
 * @param positive weight of examples with label 1, positive
 */
public record LossWeights(double smoothing, double negative, double positive) {
  /** All examples alike, with their labels as they are. */
  public static final LossWeights NONE = new LossWeights(0, 1, 1);

  /** Checks the ranges. */
  public LossWeights {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing lies in 0 ... 1, 1 excluded, not " + smoothing);
    }
    requireWeight(negative);
    requireWeight(positive);
  }

  private static void requireWeight(double weight) {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "the weight of a class is positive and finite, not " + weight);
    }
  }

  /** What a label counts as. */
  public double target(double label) {
    return label * (1 - smoothing) + smoothing / 2;
  }

  /** The weight of an example with this label. */
  public double of(double label) {
    return label > 0 ? positive : negative;
  }
}
