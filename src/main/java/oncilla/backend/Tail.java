package oncilla.backend;

import java.util.List;
import java.util.Optional;

/**
 * The part of a training step behind the activation of one hidden layer, the base: the layers that
 * follow, the cost, and the way back to all their gradients and those of the base. In small nets
 * this is nearly all operations and nearly no work, so a backend may do it at once. See {@link
 * Ops#tail}.
 *
 * @param base the hidden layer whose activation is given
 * @param layers the layers behind it, at least one; the last gives the logits
 * @param labels {@code m × 1}, 0 or 1
 * @param penalty {@code 1 × 1}, the L2 term; zero without one
 * @param state gives the step; its first bad step may be modified
 * @param cost {@code 1 × 2}, modified
 */
public record Tail(
    Base base, List<Layer> layers, Tensor labels, Tensor penalty, StepState state, Tensor cost) {
  /** Most layers of a tail that a backend is expected to do at once. */
  public static final int MOST_LAYERS = 4;

  /**
   * Most units of such a layer, the base included: beyond that matrix products are worth their own
   * launches.
   */
  public static final int MOST_UNITS = 64;

  /**
   * The layer before the tail.
   *
   * @param input {@code m × n_prev}, what the layer computed its activation from
   * @param output {@code m × n}, A = relu(Z), with dropout where there is some
   * @param gradient {@code m × n}, becomes dZ
   * @param weightGradient {@code n × n_prev}, becomes dW
   * @param biasGradient {@code 1 × n}, becomes db
   * @param dropout what was applied to the output
   */
  public record Base(
      Tensor input,
      Tensor output,
      Tensor gradient,
      Tensor weightGradient,
      Tensor biasGradient,
      Optional<Dropout> dropout) {}

  /**
   * A layer of the tail. Output and gradient are working memory: what they hold afterwards is not
   * defined, so that a backend need not write them.
   *
   * @param weights {@code n × n_prev}
   * @param bias {@code 1 × n}
   * @param output {@code m × n}, for the activation or the logits
   * @param gradient {@code m × n}, for the gradient with respect to the output
   * @param weightGradient {@code n × n_prev}, becomes dW
   * @param biasGradient {@code 1 × n}, becomes db
   * @param dropout behind the layer; its mask is drawn
   */
  public record Layer(
      Tensor weights,
      Tensor bias,
      Tensor output,
      Tensor gradient,
      Tensor weightGradient,
      Tensor biasGradient,
      Optional<Dropout> dropout) {}

  /** Copies the list and checks that there are logits, without dropout. */
  public Tail {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("tail: there is no layer behind the base");
    }
    if (layers.get(layers.size() - 1).dropout().isPresent()) {
      throw new IllegalArgumentException("tail: the logits have no dropout");
    }
  }

  /** The layer that gives the logits. */
  public Layer last() {
    return layers.get(layers.size() - 1);
  }
}
