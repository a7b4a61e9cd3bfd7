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
    for (int l = network.depth(); l >= 1; l--) {
      Tensor preActivationGradient = activations.gradient(l);
      Tensor layerInput = l == 1 ? input : activations.output(l - 1);
      ops.denseBackward(preActivationGradient, layerInput, gradients.weights(l), gradients.bias(l));
      if (l > 1) {
        Tensor gradient = activations.gradient(l - 1);
        ops.denseBackwardInput(preActivationGradient, parameters.weights(l), gradient);
        dropout.backward(ops, l - 1, gradient);
        ops.reluBackward(gradient, layerInput, gradient);
      }
    }
  }
}
