package oncilla.nn;

import java.util.List;
import oncilla.backend.Dropout;

/**
 * What keeps a network from learning its examples by heart.
 *
 * @param l2 λ of the term λ/(2·m_train)·Σ W², at least 0
 * @param keepProbabilities probability that dropout keeps a unit: one number for all hidden layers
 *     or one for each; 1 is no dropout
 */
public record Regularization(double l2, List<Double> keepProbabilities) {
  /** Checks λ and that each probability lies in (0, 1]. */
  public Regularization {
    if (!(l2 >= 0) || Double.isInfinite(l2)) {
      throw new IllegalArgumentException("lambda of L2 must be 0 or positive, not " + l2);
    }
    keepProbabilities = List.copyOf(keepProbabilities);
    if (keepProbabilities.isEmpty()) {
      throw new IllegalArgumentException("a keep probability is needed; 1 is no dropout");
    }
    for (double keep : keepProbabilities) {
      if (!(keep > 0 && (keep <= Dropout.LARGEST_KEEP_PROBABILITY || keep == 1))) {
        throw new IllegalArgumentException("a keep probability lies in (0, 1], not " + keep);
      }
    }
  }

  /** Neither L2 nor dropout. */
  public static Regularization none() {
    return new Regularization(0, List.of(1.0));
  }

  /** L2 alone. */
  public static Regularization l2(double lambda) {
    return new Regularization(lambda, List.of(1.0));
  }

  /** Whether any unit may be dropped. */
  public boolean hasDropout() {
    return keepProbabilities.stream().anyMatch(keep -> keep < 1);
  }

  /**
   * The keep probability of a hidden layer.
   *
   * @param layer the layer, from 1
   */
  public double keepProbability(int layer) {
    return keepProbabilities.size() == 1
        ? keepProbabilities.get(0)
        : keepProbabilities.get(layer - 1);
  }

  /**
   * Checks that there is one probability, or one per hidden layer of {@code network}.
   *
   * @throws IllegalArgumentException if not, or if there is dropout and no hidden layer
   */
  public void requireFit(Network network) {
    int hidden = network.depth() - 1;
    if (keepProbabilities.size() != 1 && keepProbabilities.size() != hidden) {
      throw new IllegalArgumentException(
          keepProbabilities.size() + " keep probabilities for " + hidden + " hidden layers");
    }
    if (hidden == 0 && hasDropout()) {
      throw new IllegalArgumentException("dropout needs a hidden layer");
    }
  }
}
