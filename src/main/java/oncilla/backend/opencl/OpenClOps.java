package oncilla.backend.opencl;

import java.util.Map;
import java.util.Optional;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.OpShapes;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tail;
import oncilla.backend.Tensor;
import oncilla.cl.ClBuffer;

/** Every operation as launches: which kernel, with which macros, arguments and work size. */
final class OpenClOps implements Ops {
  /** Rows that one item sums in the first stage of a column sum. */
  private static final long COLUMN_SUM_ROWS = 64;

  /** Most partial sums of a reduction: few enough for one group to add. */
  private static final long MOST_PARTIALS = 256;

  /**
   * Vectors (or elements) of an item in the first stage of a reduction, where there is that much.
   */
  private static final long REDUCTION_DEPTH = 8;

  /** Columns that an item of a column sum on a CPU device has, in vectors. */
  private static final int COLUMN_VECTORS = 4;

  /** Elements that an item on a CPU device draws with one evaluation of the generator. */
  private static final int DRAWN_AT_ONCE = 64;

  private final OpenClBackend backend;
  private final Precision precision;
  private final KernelParameters parameters;
  private final LaunchSink sink;
  private final ProgramKey elementwise;
  private final ProgramKey reduction;
  private final ProgramKey dropoutMask;

  OpenClOps(OpenClBackend backend, KernelParameters parameters, LaunchSink sink) {
    this.backend = backend;
    this.precision = backend.precision();
    this.parameters = parameters;
    this.sink = sink;
    int fp64 = precision == Precision.FP64 ? 1 : 0;
    int chunked = parameters.isChunked() ? 1 : 0;
    this.elementwise =
        new ProgramKey(
            "elementwise.cl",
            Map.of(
                "REAL_IS_DOUBLE",
                fp64,
                "LS",
                parameters.elementwiseGroup(),
                "VW",
                parameters.vectorWidth(),
                "CHUNKED",
                chunked));
    this.reduction =
        new ProgramKey(
            "reduction.cl",
            Map.of(
                "REAL_IS_DOUBLE",
                fp64,
                "LS",
                parameters.reductionGroup(),
                "VW",
                parameters.vectorWidth(),
                "CHUNKED",
                chunked));
    this.dropoutMask =
        new ProgramKey(
            "dropout_mask.cl",
            Map.of(
                "REAL_IS_DOUBLE",
                fp64,
                "LS",
                chunked == 1 ? 1 : parameters.elementwiseGroup(),
                "VW",
                parameters.vectorWidth(),
                "CHUNKED",
                chunked));
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    OpShapes.matmul(backend, form, a, b, c);
    matmul(form, MatmulCall.Epilogue.NONE, alpha, a, b, c, c);
  }

  /** The bias is added where the product is stored, which saves a pass over Z. */
  @Override
  public void dense(Tensor x, Tensor w, Tensor b, Tensor z) {
    OpShapes.dense(backend, x, w, b, z);
    matmul(MatmulForm.NT, MatmulCall.Epilogue.BIAS, 1, x, w, b, z);
  }

  /** Bias and ReLU are applied where the product is stored, which saves two passes over A. */
  @Override
  public void denseRelu(Tensor x, Tensor w, Tensor b, Tensor a) {
    OpShapes.dense(backend, x, w, b, a);
    matmul(MatmulForm.NT, MatmulCall.Epilogue.BIAS_RELU, 1, x, w, b, a);
  }

  private void matmul(
      MatmulForm form,
      MatmulCall.Epilogue epilogue,
      double alpha,
      Tensor a,
      Tensor b,
      Tensor bias,
      Tensor c) {
    MatmulDims dims = MatmulDims.of(form, a.shape(), b.shape());
    MatmulCall call =
        new MatmulCall(
            form,
            dims,
            epilogue,
            alpha,
            precision,
            own(a),
            own(b),
            own(bias),
            own(c),
            backend.context().device().computeUnits());
    parameters.matmul().choose(form, dims).submit(call, sink);
  }

  @Override
  public void addRowVector(Tensor x, Tensor b, Tensor y) {
    OpShapes.addRowVector(backend, x, b, y);
    sink.accept(
        forEach("add_row_vector", y)
            .integer(y.shape().columns())
            .tensor(own(x))
            .tensor(own(b))
            .tensor(own(y)));
  }

  @Override
  public void columnSum(double alpha, Tensor x, Tensor sum) {
    OpShapes.columnSum(backend, x, sum);
    columnSums(
        x.shape(),
        alpha,
        sum,
        (chunks, scale) -> columnSum(x.shape(), chunks, scale).tensor(own(x)));
  }

  private Launch columnSum(Shape shape, Chunks chunks, double alpha) {
    return columnSums("column_sum", shape, chunks, alpha);
  }

  /** ReLU, dropout and the sum for the bias in one pass over the gradient. */
  @Override
  public void hiddenBackward(
      Tensor gradient, Tensor a, Optional<Dropout> dropout, Tensor x, Tensor dw, Tensor db) {
    OpShapes.hiddenBackward(backend, gradient, a, dropout, x, dw, db);
    Shape shape = gradient.shape();
    double mean = 1.0 / shape.rows();
    double keep = dropout.map(Dropout::keepProbability).orElse(1.0);
    columnSums(
        shape,
        mean,
        db,
        (chunks, scale) ->
            columnSums("hidden_backward", shape, chunks, scale)
                .real(precision, keep)
                .tensor(own(a))
                .tensor(own(gradient)));
    matmul(MatmulForm.TN, mean, gradient, x, dw);
  }

  /** Makes the first stage of a column sum for chunks of rows, without its output. */
  private interface FirstStage {
    Launch of(Chunks chunks, double alpha);
  }

  /** Column sums of what {@code first} sums chunks of, in one stage or two. */
  private void columnSums(Shape shape, double alpha, Tensor sum, FirstStage first) {
    long rows = shape.rows();
    long depth = Math.max(COLUMN_SUM_ROWS, NdRange.ceilDiv(rows, MOST_PARTIALS));
    Chunks chunks = new Chunks(depth, NdRange.ceilDiv(rows, depth));
    if (chunks.count() == 1) {
      sink.accept(first.of(new Chunks(rows, 1), alpha).tensor(own(sum)));
      return;
    }
    ClBuffer partial = sink.scratch(chunks.count() * shape.columns() * precision.bytes());
    sink.accept(first.of(chunks, 1).buffer(partial).integer(0));
    Shape partials = Shape.of(chunks.count(), shape.columns());
    sink.accept(
        columnSum(partials, new Chunks(chunks.count(), 1), alpha)
            .buffer(partial)
            .integer(0)
            .tensor(own(sum)));
  }

  private Launch columnSums(String kernel, Shape shape, Chunks chunks, double alpha) {
    long items =
        parameters.isChunked()
            ? NdRange.ceilDiv(shape.columns(), (long) COLUMN_VECTORS * parameters.vectorWidth())
            : shape.columns();
    return new Launch(
            reduction, kernel, NdRange.plane(items, chunks.count(), parameters.reductionGroup()))
        .integer(shape.rows())
        .integer(shape.columns())
        .integer(chunks.size())
        .real(precision, alpha);
  }

  @Override
  public void relu(Tensor z, Tensor a) {
    OpShapes.map(backend, "relu", z, a);
    sink.accept(forEach("relu", a).tensor(own(z)).tensor(own(a)));
  }

  @Override
  public void reluBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(backend, "reluBackward", da, a, dz);
    sink.accept(forEach("relu_backward", dz).tensor(own(da)).tensor(own(a)).tensor(own(dz)));
  }

  @Override
  public void sigmoid(Tensor z, Tensor a) {
    OpShapes.map(backend, "sigmoid", z, a);
    sink.accept(forEach("sigmoid", a).tensor(own(z)).tensor(own(a)));
  }

  @Override
  public void sigmoidBackward(Tensor da, Tensor a, Tensor dz) {
    OpShapes.zip(backend, "sigmoidBackward", da, a, dz);
    sink.accept(forEach("sigmoid_backward", dz).tensor(own(da)).tensor(own(a)).tensor(own(dz)));
  }

  @Override
  public void dropoutMask(DropoutMask spec, StepState state, Tensor mask) {
    OpShapes.dropoutMask(backend, state, mask);
    sink.accept(draw("dropout_mask", spec, state, mask));
  }

  /** The mask is applied where it is drawn, which saves a pass over it and a launch. */
  @Override
  public void drawDropout(Dropout dropout, StepState state, Tensor x, Tensor y) {
    OpShapes.drawDropout(backend, dropout, state, x, y);
    sink.accept(
        draw("draw_dropout", dropout.draw(), state, dropout.mask())
            .real(precision, dropout.keepProbability())
            .tensor(own(x))
            .tensor(own(y)));
  }

  private Launch draw(String kernel, DropoutMask spec, StepState state, Tensor mask) {
    long size = mask.shape().size();
    Spread spread = Spread.of(parameters, size, parameters.isChunked() ? DRAWN_AT_ONCE : 4);
    return new Launch(dropoutMask, kernel, spread.range())
        .integer(size)
        .integer(spread.chunk())
        .word(spec.seed())
        .word(spec.layer())
        .word(spec.threshold())
        .tensor(own(state.counters()))
        .tensor(own(mask));
  }

  @Override
  public void dropout(Tensor x, Tensor mask, double keepProbability, Tensor y) {
    OpShapes.dropout(backend, x, mask, keepProbability, y);
    sink.accept(
        forEach("dropout", y)
            .real(precision, keepProbability)
            .tensor(own(x))
            .tensor(own(mask))
            .tensor(own(y)));
  }

  @Override
  public void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    OpShapes.l2Penalty(backend, weights, penalty);
    int width = parameters.vectorWidth();
    Chunks chunks = chunks(weights.shape().size(), width);
    ClBuffer partial = sink.scratch(chunks.count() * precision.bytes());
    sink.accept(
        reduction("square_sum", chunks.count())
            .integer(weights.shape().size())
            .integer(chunks.size())
            .tensor(own(weights))
            .buffer(partial));
    sink.accept(
        reduction("scaled_sum", 1)
            .integer(chunks.count())
            .real(precision, coefficient)
            .buffer(partial)
            .tensor(own(penalty)));
  }

  @Override
  public void addScaled(double alpha, Tensor x, Tensor y) {
    OpShapes.map(backend, "addScaled", x, y);
    sink.accept(forEach("add_scaled", y).real(precision, alpha).tensor(own(x)).tensor(own(y)));
  }

  @Override
  public void crossEntropy(
      Tensor logits, Tensor labels, Tensor penalty, StepState state, Tensor cost, Tensor dLogits) {
    OpShapes.crossEntropy(backend, logits, labels, penalty, state, cost, dLogits);
    long examples = logits.shape().size();
    Chunks chunks = chunks(examples, 1);
    ClBuffer partial = sink.scratch(chunks.count() * precision.bytes());
    sink.accept(
        reduction("cross_entropy", chunks.count())
            .integer(examples)
            .integer(chunks.size())
            .tensor(own(logits))
            .tensor(own(labels))
            .tensor(own(dLogits))
            .buffer(partial));
    sink.accept(
        reduction("cross_entropy_cost", 1)
            .integer(chunks.count())
            .real(precision, examples)
            .buffer(partial)
            .tensor(own(penalty))
            .tensor(own(state.counters()))
            .tensor(own(cost)));
  }

  @Override
  public void gradientDescent(Tensor theta, Tensor gradients, StepState state) {
    OpShapes.gradientDescent(backend, theta, gradients, state);
    sink.accept(
        forEach("gradient_descent", theta)
            .tensor(own(state.counters()))
            .tensor(own(state.learningRate()))
            .tensor(own(gradients))
            .tensor(own(theta)));
  }

  /** One pass over parameters and gradients, and the state's advance in the same launch. */
  @Override
  public void descendAndAdvance(
      double decay,
      Tensor weights,
      Tensor weightGradients,
      Tensor theta,
      Tensor gradients,
      StepState state,
      long batchRows,
      long totalRows) {
    OpShapes.descendAndAdvance(
        backend, decay, weights, weightGradients, theta, gradients, state, batchRows, totalRows);
    long size = theta.shape().size();
    long decayed = decay == 0 ? 0 : weights.shape().size();
    if (decayed > 0 && !(startsWith(theta, weights) && startsWith(gradients, weightGradients))) {
      Ops.super.descendAndAdvance(
          decay, weights, weightGradients, theta, gradients, state, batchRows, totalRows);
      return;
    }
    Spread spread =
        Spread.of(parameters, size, parameters.isChunked() ? parameters.vectorWidth() : 1);
    sink.accept(
        new Launch(elementwise, "descend_and_advance", spread.range())
            .integer(size)
            .integer(spread.chunk())
            .integer(decayed)
            .real(precision, decay)
            .integer(batchRows)
            .integer(totalRows)
            .tensor(own(state.counters()))
            .tensor(own(state.learningRate()))
            .tensor(own(gradients))
            .tensor(own(theta)));
  }

  /** Whether {@code part} is the first elements of {@code whole}. */
  private static boolean startsWith(Tensor whole, Tensor part) {
    return own(whole).memory() == own(part).memory()
        && own(whole).offset() == own(part).offset()
        && part.shape().size() <= whole.shape().size();
  }

  @Override
  public void gather(Tensor source, Tensor indices, StepState state, double divisor, Tensor out) {
    OpShapes.gather(backend, source, indices, state, divisor, out);
    sink.accept(
        forEach(source.type() == ElementType.U8 ? "gather_u8" : "gather_real", out)
            .integer(out.shape().columns())
            .real(precision, divisor)
            .tensor(own(source))
            .tensor(own(indices))
            .tensor(own(state.counters()))
            .tensor(own(out)));
  }

  @Override
  public void advance(StepState state, long batchRows, long totalRows) {
    OpShapes.advance(backend, state, batchRows, totalRows);
    sink.accept(
        new Launch(elementwise, "advance", NdRange.linear(1, 1))
            .integer(batchRows)
            .integer(totalRows)
            .tensor(own(state.counters())));
  }

  /** Two launches for all narrow layers, and the product for the base's weights. */
  @Override
  public void tail(Tail tail) {
    OpShapes.tail(backend, tail);
    if (!TailLaunches.fits(tail)) {
      Ops.super.tail(tail);
      return;
    }
    for (Tail.Layer layer : tail.layers()) {
      layer.dropout().ifPresent(it -> dropoutMask(it.draw(), tail.state(), it.mask()));
    }
    new TailLaunches(precision, parameters, tail).submit(sink);
    Tail.Base base = tail.base();
    double scale = 1.0 / base.output().shape().rows();
    matmul(MatmulForm.TN, scale, base.gradient(), base.input(), base.weightGradient());
  }

  /** An item for each element of {@code output}; its size is the first argument. */
  private Launch forEach(String kernel, Tensor output) {
    long size = output.shape().size();
    return new Launch(elementwise, kernel, NdRange.linear(size, parameters.elementwiseGroup()))
        .integer(size);
  }

  private Launch reduction(String kernel, long groups) {
    return new Launch(reduction, kernel, NdRange.groups(groups, parameters.reductionGroup()));
  }

  private record Chunks(long size, long count) {}

  /**
   * Splits {@code size} elements, read in vectors of {@code width}, among the groups of a
   * reduction.
   */
  private Chunks chunks(long size, int width) {
    long depth = REDUCTION_DEPTH * width * parameters.reductionGroup();
    long groups = Math.min(MOST_PARTIALS, NdRange.ceilDiv(size, depth));
    long chunk = NdRange.ceilDiv(NdRange.ceilDiv(size, groups), width) * width;
    return new Chunks(chunk, NdRange.ceilDiv(size, chunk));
  }

  private static OpenClTensor own(Tensor tensor) {
    return (OpenClTensor) tensor;
  }
}
