package oncilla.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Ops;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;

/**
 * A network over memory of a backend, from a batch to the logits: A[l] = f(A[l−1]·W[l]ᵀ + b[l]) for
 * the hidden layers, with dropout where there is some, and Z[L] without its sigmoid, because cost
 * and gradient are taken from the logits. {@link #training} is the same with all that follows in a
 * training step.
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
   */
  public void submit(Ops ops, Tensor input) {
    for (int l = 1; l <= network.depth(); l++) {
      ops.dense(
          inputOf(l, input),
          parameters.weights(l),
          parameters.bias(l),
          activation(l),
          dropout.of(l),
          activations.output(l));
    }
  }

  /**
   * The training step of this network over this memory, to be given to {@link Ops#pass}.
   *
   * @param gradients dW and db, written
   * @param input X, {@code m × n[0]}
   * @param loss cost, and gradient of the logits
   * @param end the update, or empty for the gradients alone
   */
  public TrainingPass training(
      ParameterMemory gradients,
      Tensor input,
      TrainingPass.Loss loss,
      Optional<TrainingPass.End> end) {
    List<TrainingPass.Layer> layers = new ArrayList<>();
    for (int l = 1; l <= network.depth(); l++) {
      layers.add(
          new TrainingPass.Layer(
              parameters.weights(l),
              parameters.bias(l),
              activation(l),
              dropout.of(l),
              activations.output(l),
              activations.gradient(l),
              gradients.weights(l),
              gradients.bias(l)));
    }
    return new TrainingPass(input, layers, loss, end);
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
        Activation.IDENTITY,
        Optional.empty(),
        activations.output(layer));
  }

  /**
   * Submits what follows the pre-activation of a hidden layer, in place: activation and dropout.
   */
  public void submitActivation(Ops ops, int layer) {
    Tensor output = activations.output(layer);
    ops.activate(activation(layer), output, output);
    dropout.of(layer).ifPresent(it -> ops.dropout(it, output, output));
  }

  private Activation activation(int layer) {
    return layer == network.depth()
        ? Activation.IDENTITY
        : network.layers().get(layer - 1).activation();
  }

  private Tensor inputOf(int layer, Tensor input) {
    return layer == 1 ? input : activations.output(layer - 1);
  }
}
