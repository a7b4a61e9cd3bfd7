package oncilla.train.health;

import java.util.Optional;
import java.util.OptionalInt;
import oncilla.backend.Backend;
import oncilla.backend.Tensor;
import oncilla.nn.ForwardPass;
import oncilla.nn.ParameterMemory;

/**
 * Finds where the first number that is not finite comes from: the forward pass once more, one
 * operation at a time, looking at everything on the way. The state has not moved since the bad
 * step, so parameters and dropout masks are still those that gave the bad cost.
 *
 * @param backend where the step ran
 * @param forward the step's forward pass
 * @param gradients dW and db of the step
 * @param input the step's batch
 * @param penalty the step's L2 term
 */
public record NonFiniteSearch(
    Backend backend, ForwardPass forward, ParameterMemory gradients, Tensor input, Tensor penalty) {
  /**
   * What was found.
   *
   * @param layer the layer, if it is one
   * @param what the numbers, as a message names them
   */
  public record Finding(OptionalInt layer, String what) {}

  /** Runs the forward pass once, over the input, and looks at all that it gives. */
  public Optional<Finding> inForward() {
    if (!isFinite(input)) {
      return Optional.of(new Finding(OptionalInt.empty(), "the inputs"));
    }
    int depth = forward.network().depth();
    for (int layer = 1; layer <= depth; layer++) {
      Optional<Finding> finding = inspect(layer);
      if (finding.isPresent()) {
        return finding;
      }
      if (layer < depth) {
        forward.submitActivation(backend.ops(), layer);
      }
    }
    return Optional.empty();
  }

  /** Which of the sums it is that give the cost, where all terms are finite. */
  public Finding inSums() {
    return new Finding(
        OptionalInt.empty(),
        isFinite(penalty) ? "the sum of the cross-entropy" : "the L2 term of the cost");
  }

  /** The gradients of the step, as they were computed: from the last layer to the first. */
  public Finding inGradients() {
    for (int layer = forward.network().depth(); layer >= 1; layer--) {
      Optional<Finding> finding = inspect(gradients, "the gradient of the ", layer);
      if (finding.isPresent()) {
        return finding.get();
      }
    }
    return new Finding(OptionalInt.empty(), "its norm");
  }

  /** The parameters as they are, from the first layer to the last. */
  public Optional<Finding> inParameters() {
    for (int layer = 1; layer <= forward.network().depth(); layer++) {
      Optional<Finding> finding = inspect(forward.parameters(), "the ", layer);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> inspect(ParameterMemory memory, String what, int layer) {
    if (!isFinite(memory.weights(layer))) {
      return found(layer, what + "weights of layer ");
    }
    if (!isFinite(memory.bias(layer))) {
      return found(layer, what + "biases of layer ");
    }
    return Optional.empty();
  }

  private Optional<Finding> inspect(int layer) {
    Optional<Finding> ofParameters = inspect(forward.parameters(), "the ", layer);
    if (ofParameters.isPresent()) {
      return ofParameters;
    }
    forward.submitPreActivation(backend.ops(), layer, input);
    if (!isFinite(forward.activations().output(layer))) {
      return found(layer, "the pre-activations of layer ");
    }
    return Optional.empty();
  }

  private static Optional<Finding> found(int layer, String what) {
    return Optional.of(new Finding(OptionalInt.of(layer), what + layer));
  }

  private boolean isFinite(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    backend.download(tensor, values);
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
