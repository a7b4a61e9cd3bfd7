package oncilla.nn;

import java.util.Optional;
import oncilla.backend.Dropout;
import oncilla.backend.Ops;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/**
 * The way from a batch to the logits: A[l] = relu(A[l−1]·W[l]ᵀ + b[l]) for the hidden layers, with
 * dropout where there is some, and Z[L] without its sigmoid, because cost and gradient are taken
 * from the logits.
 *
 * @param network the layers
 * @param parameters W and b
 * @param activations written
 * @param dropout applied to the hidden activations, in place
 */
public record ForwardPass(
    Network network, ParameterMemory parameters, Activations activations, DropoutLayers dropout) {
  /**
   * Submits the operations.
   *
   * @param input X, {@code m × n[0]}
   * @param state gives the step that the dropout masks are drawn for
   */
  public void submit(Ops ops, Tensor input, StepState state) {
    submitHidden(ops, input, state, network.depth() - 1);
    submitPreActivation(ops, network.depth(), input);
  }

  /** Submits the hidden layers 1 … {@code last}; see {@link #submit}. */
  void submitHidden(Ops ops, Tensor input, StepState state, int last) {
    for (int l = 1; l <= last; l++) {
      Tensor before = inputOf(l, input);
      Tensor weights = parameters.weights(l);
      Tensor bias = parameters.bias(l);
      Tensor activation = activations.output(l);
      Optional<Dropout> dropped = dropout.of(l);
      if (dropped.isPresent()) {
        ops.denseReluDropout(before, weights, bias, dropped.get(), state, activation);
      } else {
        ops.denseRelu(before, weights, bias, activation);
      }
    }
  }

  /**
   * Submits Z[l] = A[l−1]·W[l]ᵀ + b[l] alone, into the layer's activation: for looking at it before
   * {@link #submitActivation} finishes the layer in place.
   *
   * @param input X
   */
  public void submitPreActivation(Ops ops, int layer, Tensor input) {
    ops.dense(
        inputOf(layer, input),
        parameters.weights(layer),
        parameters.bias(layer),
        activations.output(layer));
  }

  /** Submits what follows the pre-activation of a hidden layer: ReLU and dropout, in place. */
  public void submitActivation(Ops ops, int layer, StepState state) {
    Tensor activation = activations.output(layer);
    ops.relu(activation, activation);
    dropout.forward(ops, state, layer, activation);
  }

  private Tensor inputOf(int layer, Tensor input) {
    return layer == 1 ? input : activations.output(layer - 1);
  }
}
