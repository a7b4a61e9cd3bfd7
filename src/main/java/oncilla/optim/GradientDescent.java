package oncilla.optim;

import oncilla.backend.Ops;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/**
 * Plain gradient descent: θ = θ − learning rate · g.
 *
 * @param parameters all parameters as one vector, modified
 * @param gradients their gradients in the same layout
 */
public record GradientDescent(Tensor parameters, Tensor gradients) {
  /**
   * Submits the update.
   *
   * @param state gives the learning rate
   */
  public void submit(Ops ops, StepState state) {
    ops.gradientDescent(parameters, gradients, state);
  }
}
