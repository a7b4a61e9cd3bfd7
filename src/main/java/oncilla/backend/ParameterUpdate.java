package oncilla.backend;

import java.util.List;

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
 */
public record ParameterUpdate(
    Tensor parameters,
    Tensor gradients,
    List<Tensor> moments,
    double decay,
    Tensor weights,
    Tensor weightGradients) {
  /** Copies the list and checks the factor. */
  public ParameterUpdate {
    moments = List.copyOf(moments);
    if (!(decay >= 0) || Double.isInfinite(decay)) {
      throw new IllegalArgumentException("a decay is at least 0 and finite, not " + decay);
    }
  }

  /** An update without an L2 term. */
  public static ParameterUpdate of(Tensor parameters, Tensor gradients, List<Tensor> moments) {
    return new ParameterUpdate(parameters, gradients, moments, 0, parameters, gradients);
  }
}
