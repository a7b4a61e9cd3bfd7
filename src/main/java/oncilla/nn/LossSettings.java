package oncilla.nn;

import oncilla.backend.LossWeights;

/**
 * How the loss looks at labels. Cost and gradients have it; what a model is measured by does not.
 *
 * @param labelSmoothing s, at least 0 and below 1: a label y counts as y·(1 − s) + s/2
 * @param classWeights how much the examples of each class count
 */
public record LossSettings(double labelSmoothing, ClassWeights classWeights) {
  /** Checks s. */
  public LossSettings {
    new LossWeights(labelSmoothing, 1, 1);
  }

  /** Labels as they are, all examples alike. */
  public static LossSettings plain() {
    return new LossSettings(0, ClassWeights.equal());
  }

  /**
   * What an operation needs of it.
   *
   * @param labels of the training examples
   * @throws IllegalArgumentException if the weights do not fit them
   */
  public LossWeights weights(byte[] labels) {
    return classWeights.of(labels, labelSmoothing);
  }
}
