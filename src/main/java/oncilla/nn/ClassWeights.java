package oncilla.nn;

import oncilla.backend.LossWeights;

/** How much the examples of each class count in the loss. */
public sealed interface ClassWeights {
  /**
   * The weights, for examples with these labels.
   *
   * @param labels 0 or 1 for each training example
   * @param smoothing of the labels
   * @throws IllegalArgumentException if there are none for them
   */
  LossWeights of(byte[] labels, double smoothing);

  /**
   * A weight for each class.
   *
   * @param negative of examples with label 0, positive
   * @param positive of examples with label 1, positive
   */
  record Given(double negative, double positive) implements ClassWeights {
    /** Checks the weights. */
    public Given {
      new LossWeights(0, negative, positive);
    }

    @Override
    public LossWeights of(byte[] labels, double smoothing) {
      return new LossWeights(smoothing, negative, positive);
    }
  }

  /** N / (2 · N_class) of the training examples: both classes count alike. */
  record Balanced() implements ClassWeights {
    @Override
    public LossWeights of(byte[] labels, double smoothing) {
      long positive = 0;
      for (byte label : labels) {
        positive += label;
      }
      long negative = labels.length - positive;
      if (positive == 0 || negative == 0) {
        throw new IllegalArgumentException(
            "all %d training examples are of one class: there is nothing to balance"
                .formatted(labels.length));
      }
      return new LossWeights(
          smoothing, labels.length / (2.0 * negative), labels.length / (2.0 * positive));
    }
  }

  /** All examples alike. */
  static ClassWeights equal() {
    return new Given(1, 1);
  }
}
