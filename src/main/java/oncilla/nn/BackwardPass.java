package oncilla.nn;

import oncilla.backend.Ops;
import oncilla.backend.Tensor;

/**
 * The way back from dZ[L] = A[L] − Y: dW[l] = dZ[l]ᵀ·A[l−1] / m, db[l] = Σ_rows dZ[l] / m, and
 * dZ[l−1] = (dZ[l]·W[l]) ⊙ mask / keepProbability ⊙ relu'(Z[l−1]).
 *
 * <p>Dropout has changed A in place, so A &gt; 0 means kept and Z &gt; 0; behind the mask that is
 * the derivative of both.
 *
 * @param network the layers
 * @param parameters W
 * @param gradients dW and db, written
 * @param activations those of the forward pass; their gradients are written, except that of the
 *     logits, which is read
 * @param dropout that of the forward pass
 */
public record BackwardPass(
    Network network,
    ParameterMemory parameters,
    ParameterMemory gradients,
    Activations activations,
    DropoutLayers dropout) {
  /**
   * Submits the operations; the gradient of the logits must have been submitted before.
   *
   * @param input X, as in the forward pass
   */
  public void submit(Ops ops, Tensor input) {
    int last = network.depth();
    ops.denseBackward(
        activations.gradient(last),
        inputOf(last, input),
        gradients.weights(last),
        gradients.bias(last));
    submitBelow(ops, input, last);
  }

  /** Submits what is left when dZ of {@code layer} and its gradients are there. */
  void submitBelow(Ops ops, Tensor input, int layer) {
    for (int l = layer - 1; l >= 1; l--) {
      Tensor gradient = activations.gradient(l);
      ops.denseBackwardInput(activations.gradient(l + 1), parameters.weights(l + 1), gradient);
      ops.hiddenBackward(
          gradient,
          activations.output(l),
          dropout.of(l),
          inputOf(l, input),
          gradients.weights(l),
          gradients.bias(l));
    }
  }

  private Tensor inputOf(int layer, Tensor input) {
    return layer == 1 ? input : activations.output(layer - 1);
  }
}
