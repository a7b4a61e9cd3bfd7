package oncilla.backend;

import java.util.Optional;

/**
 * The compute vocabulary. One method is one line of textbook mathematics that one good kernel could
 * do; the abstract methods are primitives, the {@code default} ones are composites whose body is
 * their specification. A backend overrides a composite only to make it faster.
 *
 * <p>Outputs come last and are overwritten unless the method says otherwise. Matrices are row-major
 * with one example per row; m is the number of examples. Shapes and owners are checked by {@link
 * OpShapes} when a method is called, not when a recorded plan runs; a mismatch is an {@link
 * IllegalArgumentException}. Aliasing is allowed only where a method says so.
 */
public interface Ops {
  /**
   * C = alpha · op(A)·op(B), with the shapes of {@link MatmulForm}.
   *
   * @param a not modified
   * @param b not modified
   * @param c {@code m × n}, modified
   */
  void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c);

  /**
   * y = x + b for every row: yᵢⱼ = xᵢⱼ + bⱼ.
   *
   * @param x {@code m × n}, not modified unless it is y
   * @param b {@code 1 × n}
   * @param y {@code m × n}, modified; may be x
   */
  void addRowVector(Tensor x, Tensor b, Tensor y);

  /**
   * sⱼ = alpha · Σᵢ xᵢⱼ, summed in a fixed order.
   *
   * @param x {@code m × n}, not modified
   * @param sum {@code 1 × n}, modified
   */
  void columnSum(double alpha, Tensor x, Tensor sum);

  /**
   * a = max(z, 0), element by element; NaN stays NaN.
   *
   * @param z any shape
   * @param a the same shape, modified; may be z
   */
  void relu(Tensor z, Tensor a);

  /**
   * dz = da where a &gt; 0, else 0: the derivative at 0 is 0.
   *
   * @param da gradient with respect to the activation
   * @param a the activation relu(z), or z itself: both have the same sign pattern
   * @param dz modified; may be da
   */
  void reluBackward(Tensor da, Tensor a, Tensor dz);

  /**
   * a = 1 / (1 + exp(−z)), without overflow for any z.
   *
   * @param z any shape
   * @param a the same shape, modified; may be z
   */
  void sigmoid(Tensor z, Tensor a);

  /**
   * dz = da · a · (1 − a).
   *
   * @param da gradient with respect to the activation
   * @param a the activation sigmoid(z)
   * @param dz modified; may be da
   */
  void sigmoidBackward(Tensor da, Tensor a, Tensor dz);

  /**
   * Draws a dropout mask: 1 where the unit's word of Philox4x32-10 is below the threshold, else 0.
   * Key = (seed, 0); counter = (e/4 low, layer | e/4 high &lt;&lt; 16, step low, step high), word e
   * mod 4, for element e = row·n + column. Integers only, so every backend draws the same bits.
   * Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
   *
   * @param state gives the step; not modified
   * @param mask {@code m × n} of type {@code U8}, modified
   */
  void dropoutMask(DropoutMask spec, StepState state, Tensor mask);

  /**
   * Inverted dropout, forward and backward alike: y = x / keepProbability where the mask is 1, else
   * 0.
   *
   * @param mask the shape of x, type {@code U8}
   * @param keepProbability in (0, 1]
   * @param y modified; may be x
   */
  void dropout(Tensor x, Tensor mask, double keepProbability, Tensor y);

  /**
   * The L2 term: penalty = coefficient · Σ w², summed in a fixed order.
   *
   * @param coefficient λ / (2·m_train)
   * @param weights any shape, not modified
   * @param penalty {@code 1 × 1}, modified
   */
  void l2Penalty(double coefficient, Tensor weights, Tensor penalty);

  /**
   * y = y + alpha·x; with x the weights and y their gradient this is the gradient of the L2 term.
   *
   * @param alpha λ / m_train for the L2 term
   * @param y the shape of x, modified
   */
  void addScaled(double alpha, Tensor x, Tensor y);

  /**
   * Cross-entropy from the logits, its gradient, and the watch for numbers that are not finite:
   *
   * <pre>
   *   data cost = 1/m Σᵢ max(zᵢ, 0) − zᵢ·yᵢ + log(1 + exp(−|zᵢ|))
   *   cost      = (data cost + penalty, data cost)
   *   dzᵢ       = sigmoid(zᵢ) − yᵢ          (not divided by m)
   * </pre>
   *
   * If the first cost is not finite and the state has no bad step yet, the state's first bad step
   * becomes its step.
   *
   * @param logits {@code m × 1}, not modified
   * @param labels {@code m × 1}, 0 or 1
   * @param penalty {@code 1 × 1}, the L2 term; zero without one
   * @param state its first bad step may be modified
   * @param cost {@code 1 × 2}, modified
   * @param dLogits {@code m × 1}, modified; not the logits
   */
  void crossEntropy(
      Tensor logits, Tensor labels, Tensor penalty, StepState state, Tensor cost, Tensor dLogits);

  /**
   * θ = θ − learning rate · g; nothing once the state has a bad step, so that the parameters which
   * gave the first bad cost can be looked at.
   *
   * @param parameters any shape, modified
   * @param gradients the same shape, not modified
   * @param state gives the rate and the first bad step; not modified
   */
  void gradientDescent(Tensor parameters, Tensor gradients, StepState state);

  /**
   * A batch: out row i = source row indices[rowOffset + i], each element divided by {@code
   * divisor}.
   *
   * @param source {@code N × n} of type {@code U8} or {@code REAL}, not modified
   * @param indices {@code 1 × count} of type {@code I32}, each in 0 … N−1; rowOffset + m ≤ count
   * @param state gives the row offset; not modified
   * @param divisor 255 for pixels, 1 for numbers
   * @param out {@code m × n} of type {@code REAL}, modified
   */
  void gather(Tensor source, Tensor indices, StepState state, double divisor, Tensor out);

  /**
   * The last operation of a step: step = step + 1, rowOffset = rowOffset + batchRows, or 0 where
   * that leaves fewer than batchRows rows. Nothing once the state has a bad step.
   *
   * @param state modified
   */
  void advance(StepState state, long batchRows, long totalRows);

  /**
   * A dense layer before its activation: Z = X·Wᵀ + b.
   *
   * @param x {@code m × n_prev}
   * @param w {@code n × n_prev}
   * @param b {@code 1 × n}
   * @param z {@code m × n}, modified
   */
  default void dense(Tensor x, Tensor w, Tensor b, Tensor z) {
    matmul(MatmulForm.NT, 1, x, w, z);
    addRowVector(z, b, z);
  }

  /**
   * A dense layer with its activation: A = relu(X·Wᵀ + b). Shapes as {@link #dense}.
   *
   * @param a {@code m × n}, modified
   */
  default void denseRelu(Tensor x, Tensor w, Tensor b, Tensor a) {
    dense(x, w, b, a);
    relu(a, a);
  }

  /**
   * A dense layer with its activation and dropout behind it: A = dropout(relu(X·Wᵀ + b)), the mask
   * drawn and applied as in {@link #drawDropout}. Shapes as {@link #dense}.
   *
   * @param dropout its mask, {@code m × n}, is modified
   * @param state gives the step; not modified
   * @param a {@code m × n}, modified
   */
  default void denseReluDropout(
      Tensor x, Tensor w, Tensor b, Dropout dropout, StepState state, Tensor a) {
    denseRelu(x, w, b, a);
    drawDropout(dropout, state, a, a);
  }

  /**
   * The parameter gradients of a dense layer: dW = dZᵀ·X / m, db = Σ_rows dZ / m.
   *
   * @param dz {@code m × n}
   * @param x {@code m × n_prev}, the layer's input
   * @param dw {@code n × n_prev}, modified
   * @param db {@code 1 × n}, modified
   */
  default void denseBackward(Tensor dz, Tensor x, Tensor dw, Tensor db) {
    double scale = 1.0 / dz.shape().rows();
    matmul(MatmulForm.TN, scale, dz, x, dw);
    columnSum(scale, dz, db);
  }

  /**
   * The gradient that a dense layer hands to its input: dX = dZ·W.
   *
   * @param dz {@code m × n}
   * @param w {@code n × n_prev}
   * @param dx {@code m × n_prev}, modified
   */
  default void denseBackwardInput(Tensor dz, Tensor w, Tensor dx) {
    matmul(MatmulForm.NN, 1, dz, w, dx);
  }

  /**
   * Dropout on the way forward: draws the mask of {@link #dropoutMask} and applies it as {@link
   * #dropout} does.
   *
   * @param dropout its mask is modified
   * @param state gives the step; not modified
   * @param x the shape of the mask
   * @param y modified; may be x
   */
  default void drawDropout(Dropout dropout, StepState state, Tensor x, Tensor y) {
    dropoutMask(dropout.draw(), state, dropout.mask());
    dropout(x, dropout.mask(), dropout.keepProbability(), y);
  }

  /**
   * The way back through a hidden layer from the gradient of its activation, in place: dZ = dA
   * where a &gt; 0, else 0, with dropout divided by keepProbability where the mask is 1, else 0;
   * then dW and db as in {@link #denseBackward}.
   *
   * @param gradient dA before, dZ after, {@code m × n}
   * @param a the activation, with dropout applied
   * @param dropout what was applied
   * @param x {@code m × n_prev}, the layer's input
   * @param dw {@code n × n_prev}, modified
   * @param db {@code 1 × n}, modified
   */
  default void hiddenBackward(
      Tensor gradient, Tensor a, Optional<Dropout> dropout, Tensor x, Tensor dw, Tensor db) {
    dropout.ifPresent(it -> dropout(gradient, it.mask(), it.keepProbability(), gradient));
    reluBackward(gradient, a, gradient);
    denseBackward(gradient, x, dw, db);
  }

  /**
   * What a step of plain gradient descent ends with: the gradient of the L2 term is added to that
   * of the weights, all parameters are updated, and the state moves on, as {@link #addScaled},
   * {@link #gradientDescent} and {@link #advance} do one after the other.
   *
   * @param decay λ / m_train; 0 without an L2 term, and then the weights are not looked at
   * @param weights the parameters that the L2 term is about, in the memory of {@code parameters}
   * @param weightGradients their gradients, in the memory of {@code gradients}
   * @param parameters any shape, modified
   * @param gradients the same shape; modified where they are those of the weights
   * @param state modified
   */
  default void descendAndAdvance(
      double decay,
      Tensor weights,
      Tensor weightGradients,
      Tensor parameters,
      Tensor gradients,
      StepState state,
      long batchRows,
      long totalRows) {
    if (decay != 0) {
      addScaled(decay, weights, weightGradients);
    }
    gradientDescent(parameters, gradients, state);
    advance(state, batchRows, totalRows);
  }

  /**
   * Everything behind the activation of a hidden layer: forward through the layers of the tail,
   * cost and gradient of the logits, and back to the gradients of all parameters from the base on.
   * What is between the layers is working memory, see {@link Tail}.
   */
  default void tail(Tail tail) {
    Tensor a = tail.base().output();
    for (Tail.Layer layer : tail.layers()) {
      if (layer == tail.last()) {
        dense(a, layer.weights(), layer.bias(), layer.output());
      } else if (layer.dropout().isPresent()) {
        denseReluDropout(
            a, layer.weights(), layer.bias(), layer.dropout().get(), tail.state(), layer.output());
      } else {
        denseRelu(a, layer.weights(), layer.bias(), layer.output());
      }
      a = layer.output();
    }
    Tail.Layer last = tail.last();
    crossEntropy(
        last.output(), tail.labels(), tail.penalty(), tail.state(), tail.cost(), last.gradient());
    Tail.Base base = tail.base();
    for (int i = tail.layers().size() - 1; i >= 0; i--) {
      Tail.Layer layer = tail.layers().get(i);
      Tensor input = i == 0 ? base.output() : tail.layers().get(i - 1).output();
      if (layer == last) {
        denseBackward(layer.gradient(), input, layer.weightGradient(), layer.biasGradient());
      } else {
        hiddenBackward(
            layer.gradient(),
            layer.output(),
            layer.dropout(),
            input,
            layer.weightGradient(),
            layer.biasGradient());
      }
      Tensor before = i == 0 ? base.gradient() : tail.layers().get(i - 1).gradient();
      denseBackwardInput(layer.gradient(), layer.weights(), before);
    }
    hiddenBackward(
        base.gradient(),
        base.output(),
        base.dropout(),
        base.input(),
        base.weightGradient(),
        base.biasGradient());
  }
}
