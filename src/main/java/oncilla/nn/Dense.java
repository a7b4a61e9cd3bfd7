package oncilla.nn;

import oncilla.backend.Activation;

/**
 * A fully connected layer A = activation(X·Wᵀ + b).
 *
 * @param inputs n[l−1], columns of X and of W
 * @param outputs n[l], rows of W and elements of b
 * @param activation what follows
 */
public record Dense(int inputs, int outputs, Activation activation) {
  /** Checks that both extents are positive. */
  public Dense {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException("a layer needs units, not " + inputs + " to " + outputs);
    }
  }

  /** Number of weights. */
  public long weights() {
    return (long) inputs * outputs;
  }
}
