package oncilla.backend;

/**
 * Which operand of a matrix product is read transposed. The three forms of a dense layer: forward
 * {@code X·Wᵀ} is {@link #NT}, the gradient of the input {@code dZ·W} is {@link #NN}, the gradient
 * of the weights {@code dZᵀ·X} is {@link #TN}.
 */
public enum MatmulForm {
  /** C = A·B with A {@code m × k} and B {@code k × n}. */
  NN,
  /** C = A·Bᵀ with A {@code m × k} and B {@code n × k}. */
  NT,
  /** C = Aᵀ·B with A {@code k × m} and B {@code k × n}. */
  TN
}
