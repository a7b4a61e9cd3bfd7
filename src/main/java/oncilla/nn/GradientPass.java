package oncilla.nn;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Ops;
import oncilla.backend.StepState;
import oncilla.backend.Tail;
import oncilla.backend.Tensor;

/**
 * Cost and gradients of a batch: {@link ForwardPass}, cross-entropy, {@link BackwardPass}. The
 * narrow layers at the end go to the backend as one operation, {@link Ops#tail}, which says the
 * same in one piece.
 *
 * @param forward the way to the logits
 * @param backward the way back, through the same activations
 */
public record GradientPass(ForwardPass forward, BackwardPass backward) {
  /**
   * Submits the operations.
   *
   * @param input X, {@code m × n[0]}
   * @param labels {@code m × 1}
   * @param penalty {@code 1 × 1}, the L2 term
   * @param state gives the step; its first bad step may be modified
   * @param cost {@code 1 × 2}, modified
   */
  public void submit(
      Ops ops, Tensor input, Tensor labels, Tensor penalty, StepState state, Tensor cost) {
    int base = tailBase(forward.network());
    Activations activations = forward.activations();
    if (base == forward.network().depth()) {
      forward.submit(ops, input, state);
      ops.crossEntropy(
          activations.logits(), labels, penalty, state, cost, activations.logitsGradient());
      backward.submit(ops, input);
      return;
    }
    forward.submitHidden(ops, input, state, base);
    List<Tail.Layer> layers = new ArrayList<>();
    for (int l = base + 1; l <= forward.network().depth(); l++) {
      layers.add(layer(l));
    }
    ops.tail(new Tail(base(base, input), layers, labels, penalty, state, cost));
    backward.submitBelow(ops, input, base);
  }

  /**
   * The layer whose activation the tail starts from: the first behind which all are narrow, it
   * included; the number of layers where there is no such hidden layer.
   */
  static int tailBase(Network network) {
    int base = network.depth();
    while (base > 1
        && network.depth() - base < Tail.MOST_LAYERS
        && network.layers().get(base - 2).outputs() <= Tail.MOST_UNITS) {
      base--;
    }
    return base;
  }

  private Tail.Base base(int layer, Tensor input) {
    Activations activations = forward.activations();
    return new Tail.Base(
        layer == 1 ? input : activations.output(layer - 1),
        activations.output(layer),
        activations.gradient(layer),
        backward.gradients().weights(layer),
        backward.gradients().bias(layer),
        forward.dropout().of(layer));
  }

  private Tail.Layer layer(int layer) {
    Activations activations = forward.activations();
    return new Tail.Layer(
        forward.parameters().weights(layer),
        forward.parameters().bias(layer),
        activations.output(layer),
        activations.gradient(layer),
        backward.gradients().weights(layer),
        backward.gradients().bias(layer),
        forward.dropout().of(layer));
  }
}
