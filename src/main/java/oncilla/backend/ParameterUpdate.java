package oncilla.backend;

import java.util.List;
import java.util.Optional;

/**
 * What an update works on: all parameters and their gradients as one vector each, in one layout.
 *
 * @param parameters θ, any shape, modified
 * @param gradients g, the same shape; modified where they are those of the weights and there is an
 *     L2 term
 * @param moments what the rule remembers, each of the same shape, zero at the start, modified
 * @param decay λ / m_train; 0 without an L2 term, and then the weights are not looked at
 * @param weights the parameters that the L2 term is about, in the memory of {@code parameters}
 * @param weightGradients their gradients, in the memory of {@code gradients}
 * @param clipping the most that a gradient may be, where there is a limit
 */
public record ParameterUpdate(
    Tensor parameters,
    Tensor gradients,
    List<Tensor> moments,
    double decay,
    Tensor weights,
    Tensor weightGradients,
    Optional<Clipping> clipping) {
  /**
   * Clipping of the whole gradient, its L2 term included, by its norm ‖g‖ = √Σg²: the rule is
   * applied to g · min(1, limit / (‖g‖ + 10⁻⁶)), as PyTorch clips. The gradients themselves stay as
   * they are.
   *
   * @param limit positive
   * @param norm {@code 1 × 1}, becomes ‖g‖
   */
  public record Clipping(double limit, Tensor norm) {
    /** Added to the norm. */
    public static final double MARGIN = 1e-6;

    /** Checks the limit. */
    public Clipping {
      if (!(limit > 0) || Double.isInfinite(limit)) {
        throw new IllegalArgumentException(
            "the largest norm of a gradient is positive and finite, not " + limit);
      }
    }

    /** What a gradient of this norm is multiplied by. */
    public double factor(double ofNorm) {
      return Math.min(1, limit / (ofNorm + MARGIN));
    }
  }

  /** Copies the list and checks the factor. */
  public ParameterUpdate {
    moments = List.copyOf(moments);
    if (!(decay >= 0) || Double.isInfinite(decay)) {
      throw new IllegalArgumentException("a decay is at least 0 and finite, not " + decay);
    }
  }

  /** An update without clipping. */
  public ParameterUpdate(
      Tensor parameters,
      Tensor gradients,
      List<Tensor> moments,
      double decay,
      Tensor weights,
      Tensor weightGradients) {
    this(parameters, gradients, moments, decay, weights, weightGradients, Optional.empty());
  }

  /** The same with clipping. */
  public ParameterUpdate with(Clipping value) {
    return new ParameterUpdate(
        parameters, gradients, moments, decay, weights, weightGradients, Optional.of(value));
  }

  /** An update with neither an L2 term nor clipping. */
  public static ParameterUpdate of(Tensor parameters, Tensor gradients, List<Tensor> moments) {
    return new ParameterUpdate(parameters, gradients, moments, 0, parameters, gradients);
  }
}
