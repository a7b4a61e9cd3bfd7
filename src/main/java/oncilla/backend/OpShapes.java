package oncilla.backend;

import java.util.Optional;

/**
 * The shape, type and ownership rules of {@link Ops}, one method per operation, called by every
 * backend when an operation is submitted or recorded.
 */
public final class OpShapes {
  private OpShapes() {}

  /** Rules of {@link Ops#matmul}. */
  public static void matmul(Backend owner, MatmulForm form, Tensor a, Tensor b, Tensor c) {
    real(owner, "matmul", "a", a);
    real(owner, "matmul", "b", b);
    real(owner, "matmul", "c", c);
    MatmulDims dims = MatmulDims.of(form, a.shape(), b.shape());
    expect("matmul " + form, "c", c, dims.m(), dims.n());
    distinct("matmul", "c", c, a, b);
  }

  /** Rules of {@link Ops#addRowVector}. */
  public static void addRowVector(Backend owner, Tensor x, Tensor b, Tensor y) {
    real(owner, "addRowVector", "x", x);
    real(owner, "addRowVector", "b", b);
    real(owner, "addRowVector", "y", y);
    expect("addRowVector", "b", b, 1, x.shape().columns());
    same("addRowVector", "y", y, x);
  }

  /** Rules of {@link Ops#columnSum}. */
  public static void columnSum(Backend owner, Tensor x, Tensor sum) {
    real(owner, "columnSum", "x", x);
    real(owner, "columnSum", "sum", sum);
    expect("columnSum", "sum", sum, 1, x.shape().columns());
    distinct("columnSum", "sum", sum, x);
  }

  /** Rules of an operation from x to y of one shape. */
  public static void map(Backend owner, String op, Tensor x, Tensor y) {
    real(owner, op, "input", x);
    real(owner, op, "output", y);
    same(op, "output", y, x);
  }

  /** Rules of an operation from two tensors to a third, all of one shape. */
  public static void zip(Backend owner, String op, Tensor x, Tensor y, Tensor z) {
    real(owner, op, "first input", x);
    real(owner, op, "second input", y);
    real(owner, op, "output", z);
    same(op, "second input", y, x);
    same(op, "output", z, x);
  }

  /** Rules of {@link Ops#dropoutMask}. */
  public static void dropoutMask(Backend owner, StepState state, Tensor mask) {
    state(owner, "dropoutMask", state);
    typed(owner, "dropoutMask", "mask", mask, ElementType.U8);
  }

  /** Rules of {@link Ops#dropout}. */
  public static void dropout(
      Backend owner, Tensor x, Tensor mask, double keepProbability, Tensor y) {
    map(owner, "dropout", x, y);
    typed(owner, "dropout", "mask", mask, ElementType.U8);
    same("dropout", "mask", mask, x);
    if (!(keepProbability > 0 && keepProbability <= 1)) {
      throw new IllegalArgumentException(
          "dropout: keepProbability must lie in (0, 1], not " + keepProbability);
    }
  }

  /** Rules of {@link Ops#l2Penalty}. */
  public static void l2Penalty(Backend owner, Tensor weights, Tensor penalty) {
    real(owner, "l2Penalty", "weights", weights);
    real(owner, "l2Penalty", "penalty", penalty);
    expect("l2Penalty", "penalty", penalty, 1, 1);
  }

  /** Rules of {@link Ops#crossEntropy}. */
  public static void crossEntropy(
      Backend owner,
      Tensor logits,
      Tensor labels,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits) {
    String op = "crossEntropy";
    real(owner, op, "logits", logits);
    real(owner, op, "labels", labels);
    real(owner, op, "penalty", penalty);
    real(owner, op, "cost", cost);
    real(owner, op, "dLogits", dLogits);
    state(owner, op, state);
    expect(op, "logits", logits, logits.shape().rows(), 1);
    same(op, "labels", labels, logits);
    expect(op, "penalty", penalty, 1, 1);
    expect(op, "cost", cost, 1, 2);
    same(op, "dLogits", dLogits, logits);
    distinct(op, "dLogits", dLogits, logits, labels);
  }

  /** Rules of {@link Ops#gradientDescent}. */
  public static void gradientDescent(
      Backend owner, Tensor parameters, Tensor gradients, StepState state) {
    map(owner, "gradientDescent", gradients, parameters);
    state(owner, "gradientDescent", state);
    distinct("gradientDescent", "parameters", parameters, gradients);
  }

  /** Rules of {@link Ops#gather}. */
  public static void gather(
      Backend owner, Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    String op = "gather";
    real(owner, op, "out", out);
    typed(owner, op, "indices", indices, ElementType.I32);
    state(owner, op, state);
    if (source.type() != ElementType.U8) {
      real(owner, op, "source", source);
    }
    owned(owner, op, "source", source);
    if (source.shape().columns() != out.shape().columns()) {
      expect(op, "out", out, out.shape().rows(), source.shape().columns());
    }
    if (indices.shape().rows() != 1 || indices.shape().columns() < out.shape().rows()) {
      throw new IllegalArgumentException(
          op
              + ": indices must be 1 x n with n >= "
              + out.shape().rows()
              + ", not "
              + indices.shape());
    }
    if (!(divisor > 0) || Double.isInfinite(divisor)) {
      throw new IllegalArgumentException(op + ": divisor must be positive, not " + divisor);
    }
    distinct(op, "out", out, source);
  }

  /** Rules of {@link Ops#advance}. */
  public static void advance(Backend owner, StepState state, long batchRows, long totalRows) {
    state(owner, "advance", state);
    if (batchRows < 1 || batchRows > totalRows) {
      throw new IllegalArgumentException(
          "advance: batchRows must lie in 1 ... " + totalRows + ", not " + batchRows);
    }
  }

  /** Rules of {@link Ops#dense} and {@link Ops#denseRelu}. */
  public static void dense(Backend owner, Tensor x, Tensor w, Tensor b, Tensor z) {
    matmul(owner, MatmulForm.NT, x, w, z);
    addRowVector(owner, z, b, z);
    distinct("dense", "output", z, b);
  }

  /** Rules of {@link Ops#drawDropout}. */
  public static void drawDropout(
      Backend owner, Dropout dropout, StepState state, Tensor x, Tensor y) {
    dropoutMask(owner, state, dropout.mask());
    dropout(owner, x, dropout.mask(), dropout.keepProbability(), y);
  }

  /** Rules of {@link Ops#denseReluDropout}. */
  public static void denseReluDropout(
      Backend owner, Tensor x, Tensor w, Tensor b, Dropout dropout, StepState state, Tensor a) {
    dense(owner, x, w, b, a);
    drawDropout(owner, dropout, state, a, a);
  }

  /** Rules of {@link Ops#denseBackward}. */
  public static void denseBackward(Backend owner, Tensor dz, Tensor x, Tensor dw, Tensor db) {
    matmul(owner, MatmulForm.TN, dz, x, dw);
    columnSum(owner, dz, db);
  }

  /** Rules of {@link Ops#hiddenBackward}. */
  public static void hiddenBackward(
      Backend owner,
      Tensor gradient,
      Tensor a,
      Optional<Dropout> dropout,
      Tensor x,
      Tensor dw,
      Tensor db) {
    dropout.ifPresent(it -> dropout(owner, gradient, it.mask(), it.keepProbability(), gradient));
    zip(owner, "hiddenBackward", gradient, a, gradient);
    denseBackward(owner, gradient, x, dw, db);
  }

  /** Rules of {@link Ops#descendAndAdvance}. */
  public static void descendAndAdvance(
      Backend owner,
      double decay,
      Tensor weights,
      Tensor weightGradients,
      Tensor parameters,
      Tensor gradients,
      StepState state,
      long batchRows,
      long totalRows) {
    if (decay != 0) {
      map(owner, "descendAndAdvance", weights, weightGradients);
    }
    gradientDescent(owner, parameters, gradients, state);
    advance(owner, state, batchRows, totalRows);
  }

  /** Rules of {@link Ops#tail}. */
  public static void tail(Backend owner, Tail tail) {
    Tail.Base base = tail.base();
    Tensor input = base.output();
    Tensor inputGradient = base.gradient();
    hiddenBackward(
        owner,
        inputGradient,
        input,
        base.dropout(),
        base.input(),
        base.weightGradient(),
        base.biasGradient());
    for (Tail.Layer layer : tail.layers()) {
      dense(owner, input, layer.weights(), layer.bias(), layer.output());
      layer
          .dropout()
          .ifPresent(it -> drawDropout(owner, it, tail.state(), layer.output(), layer.output()));
      zip(owner, "tail", layer.gradient(), layer.output(), layer.gradient());
      denseBackward(owner, layer.gradient(), input, layer.weightGradient(), layer.biasGradient());
      matmul(owner, MatmulForm.NN, layer.gradient(), layer.weights(), inputGradient);
      input = layer.output();
      inputGradient = layer.gradient();
    }
    crossEntropy(
        owner,
        input,
        tail.labels(),
        tail.penalty(),
        tail.state(),
        tail.cost(),
        tail.last().gradient());
  }

  private static void state(Backend owner, String op, StepState state) {
    typed(owner, op, "state counters", state.counters(), ElementType.I64);
    expect(op, "state counters", state.counters(), 1, StepState.COUNTERS);
    real(owner, op, "learning rate", state.learningRate());
    expect(op, "learning rate", state.learningRate(), 1, 1);
  }

  private static void real(Backend owner, String op, String name, Tensor tensor) {
    typed(owner, op, name, tensor, ElementType.REAL);
  }

  private static void typed(
      Backend owner, String op, String name, Tensor tensor, ElementType type) {
    owned(owner, op, name, tensor);
    if (tensor.type() != type) {
      throw new IllegalArgumentException(
          op + ": " + name + " must be " + type + ", not " + tensor.type());
    }
  }

  private static void owned(Backend owner, String op, String name, Tensor tensor) {
    if (tensor.owner() != owner) {
      throw new IllegalArgumentException(
          op + ": " + name + " belongs to another backend (" + tensor.owner().name() + ")");
    }
  }

  private static void same(String op, String name, Tensor tensor, Tensor as) {
    expect(op, name, tensor, as.shape().rows(), as.shape().columns());
  }

  private static void expect(String op, String name, Tensor tensor, long rows, long columns) {
    if (tensor.shape().rows() != rows || tensor.shape().columns() != columns) {
      throw new IllegalArgumentException(
          op + ": " + name + " must be " + rows + " x " + columns + ", not " + tensor.shape());
    }
  }

  private static void distinct(String op, String name, Tensor output, Tensor... inputs) {
    for (Tensor input : inputs) {
      if (input == output) {
        throw new IllegalArgumentException(op + ": " + name + " must not be one of the inputs");
      }
    }
  }
}
