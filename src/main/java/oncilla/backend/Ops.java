package oncilla.backend;

import java.util.Optional;
import oncilla.backend.checked.CheckedOps;

/**
 * The compute vocabulary. One method is one line of textbook mathematics that one good kernel could
 * do; the abstract methods are primitives, the {@code default} ones are composites whose body is
 * their specification. A backend overrides a composite only to make it faster.
 *
 * <p>Outputs come last and are overwritten unless the method says otherwise. Matrices are row-major
 * with one example per row; m is the number of examples here. Shapes and owners are checked by
 * {@link CheckedOps} when a method is called, not when a recorded plan runs; a mismatch is an
 * {@link IllegalArgumentException}. Aliasing is allowed only where a method says so.
 */
public interface Ops {
  /**
   * C = alpha · op(A)·op(B), with the shapes of {@link MatmulForm}.
   *
   * @param c {@code m × n}, modified
   */
  void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c);

  /**
   * y = x + b for every row: yᵢⱼ = xᵢⱼ + bⱼ.
   *
   * @param b {@code 1 × n}
   * @param y {@code m × n}, modified; may be x
   */
  void addRowVector(Tensor x, Tensor b, Tensor y);

  /**
   * sⱼ = alpha · Σᵢ xᵢⱼ, summed in a fixed order.
   *
   * @param x {@code m × n}
   * @param sum {@code 1 × n}, modified
   */
  void columnSum(double alpha, Tensor x, Tensor sum);

  /**
   * a = f(z), element by element.
   *
   * @param f the activation
   * @param z any shape
   * @param a the same shape, modified; may be z
   */
  void activate(Activation f, Tensor z, Tensor a);

  /**
   * dz = da · mask / keepProbability · f'(z), the derivative told from the activation: f'(z) from
   * keepProbability · a where there is dropout. The derivative of ReLU at 0 is 0.
   *
   * @param f the activation
   * @param da gradient with respect to the activation behind the dropout
   * @param a the activation f(z), behind the dropout; for ReLU anything with its sign pattern
   * @param dropout what was applied to the activation, its mask drawn
   * @param dz modified; may be da
   */
  void activateBackward(Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz);

  /**
   * Draws the mask of this step; see {@link Dropout}.
   *
   * @param dropout its mask is modified
   */
  void drawMask(Dropout dropout);

  /**
   * y = x / keepProbability where the mask is 1, else 0.
   *
   * @param dropout its mask, the shape of x, is read as it is
   * @param y modified; may be x
   */
  void applyMask(Dropout dropout, Tensor x, Tensor y);

  /**
   * The L2 term: penalty = coefficient · Σ w², summed in a fixed order.
   *
   * @param coefficient λ / (2·m_train)
   * @param weights any shape
   * @param penalty {@code 1 × 1}, modified
   */
  void l2Penalty(double coefficient, Tensor weights, Tensor penalty);

  /**
   * y = y + alpha·x.
   *
   * @param y the shape of x, modified
   */
  void addScaled(double alpha, Tensor x, Tensor y);

  /**
   * Cross-entropy from the logits, its gradient, and the watch for numbers that are not finite:
   *
   * <pre>
   *   data cost = 1/examples Σᵢ cᵢ·(max(zᵢ, 0) − zᵢ·yᵢ + log(1 + exp(−|zᵢ|)))
   *   cost      = (data cost + penalty, data cost)
   *   dzᵢ       = cᵢ·(sigmoid(zᵢ) − yᵢ)     (not divided)
   * </pre>
   *
   * with cᵢ and yᵢ as {@link LossWeights} has them. If the first cost is not finite and the state
   * has no bad step yet, the state's first bad step becomes its step.
   *
   * @param examples how many examples the whole batch has, of which these may be a share
   * @param logits {@code m × 1}
   * @param labels {@code m × 1}, 0 or 1
   * @param weights of the classes, and how labels are smoothed
   * @param penalty {@code 1 × 1}, the L2 term; zero without one
   * @param state its first bad step may be modified
   * @param cost {@code 1 × 2}, modified
   * @param dLogits {@code m × 1}, modified; not the logits
   */
  void crossEntropy(
      long examples,
      Tensor logits,
      Tensor labels,
      LossWeights weights,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits);

  /**
   * The update of all parameters: the gradient of the L2 term, decay · W, is added to that of the
   * weights, then the rule is applied, to the clipped gradient where there is a limit. If the norm
   * that this needs is not finite, the step becomes the first bad one. Once the state has a bad
   * step the rule is not applied, so that the parameters which gave it can be looked at.
   *
   * @param update says what is modified
   * @param state gives the rate of the step, the step and the first bad step, which may be modified
   */
  void update(UpdateRule rule, ParameterUpdate update, StepState state);

  /**
   * A batch: out row i = source row indices[rowOffset + i], as the transform makes it; of a source
   * that is staged, out row i = source row i.
   *
   * @param source {@code N × n} of type {@code U8} or {@code REAL}; staged {@code m × n}
   * @param indices {@code 1 × count} of type {@code I32}, each in 0 … N−1; rowOffset + m ≤ count
   * @param state gives the row offset
   * @param out {@code m × n} of type {@code REAL}, modified
   */
  void gather(Tensor source, Tensor indices, StepState state, InputTransform transform, Tensor out);

  /**
   * The last operation of a step: step = step + 1, rowOffset = rowOffset + rows; at the end of the
   * epoch rowOffset = 0, epoch = epoch + 1. Nothing once the state has a bad step.
   *
   * @param state modified
   * @param rows examples of the whole batch
   * @param totalRows examples of an epoch
   */
  void advance(StepState state, long rows, long totalRows);

  /**
   * Dropout in the forward pass: {@link #drawMask}, then {@link #applyMask}.
   *
   * @param dropout its mask, the shape of x, is modified
   * @param y modified; may be x
   */
  default void dropout(Dropout dropout, Tensor x, Tensor y) {
    drawMask(dropout);
    applyMask(dropout, x, y);
  }

  /**
   * A dense layer: Y = dropout(f(X·Wᵀ + b)). The mask of this step is drawn here.
   *
   * @param x {@code m × n_prev}
   * @param w {@code n × n_prev}
   * @param b {@code 1 × n}
   * @param f the activation
   * @param dropout behind the activation; its mask, {@code m × n}, is modified
   * @param y {@code m × n}, modified
   */
  default void dense(
      Tensor x, Tensor w, Tensor b, Activation f, Optional<Dropout> dropout, Tensor y) {
    matmul(MatmulForm.NT, 1, x, w, y);
    addRowVector(y, b, y);
    if (f != Activation.IDENTITY) {
      activate(f, y, y);
    }
    dropout.ifPresent(it -> dropout(it, y, y));
  }

  /**
   * The backward partner of {@link #dense}: dZ as in {@link #activateBackward}, in place; then dW =
   * scale · dZᵀ·X and db = scale · Σ_rows dZ.
   *
   * @param scale 1 / m of the whole batch
   * @param f the activation
   * @param dropout as {@link #dense} had it: its mask has been drawn for this step, and is read
   * @param gradient gradient with respect to Y before, dZ after, {@code m × n}
   * @param y what the layer gave
   * @param x {@code m × n_prev}, the layer's input
   * @param dw {@code n × n_prev}, modified
   * @param db {@code 1 × n}, modified
   */
  default void denseBackward(
      double scale,
      Activation f,
      Optional<Dropout> dropout,
      Tensor gradient,
      Tensor y,
      Tensor x,
      Tensor dw,
      Tensor db) {
    if (f != Activation.IDENTITY || dropout.isPresent()) {
      activateBackward(f, gradient, y, dropout, gradient);
    }
    matmul(MatmulForm.TN, scale, gradient, x, dw);
    columnSum(scale, gradient, db);
  }

  /**
   * The gradient that a dense layer hands to its input: dX = dZ·W, {@code m × n_prev}, modified.
   */
  default void denseBackwardInput(Tensor dz, Tensor w, Tensor dx) {
    matmul(MatmulForm.NN, 1, dz, w, dx);
  }

  /**
   * A whole training step: forward, cost, backward, and the update where there is one. What lies
   * between the layers is working memory, so a backend decides what it computes at once.
   */
  default void pass(TrainingPass pass) {
    pass.gradients(this);
    pass.finish(this);
  }
}
