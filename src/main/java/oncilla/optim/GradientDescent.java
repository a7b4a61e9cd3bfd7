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

  /**
   * Submits the end of a step: the gradient of the L2 term, the update, and the state's advance.
   *
   * @param decay λ / m_train, 0 without an L2 term
   * @param weights the parameters that the L2 term is about
   * @param weightGradients their gradients, to which it is added
   * @param state modified
   */
  public void finishStep(
      Ops ops,
      double decay,
      Tensor weights,
      Tensor weightGradients,
      StepState state,
      long batchRows,
      long totalRows) {
    ops.descendAndAdvance(
        decay, weights, weightGradients, parameters, gradients, state, batchRows, totalRows);
  }
}
