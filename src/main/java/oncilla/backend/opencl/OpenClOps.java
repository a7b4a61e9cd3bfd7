package oncilla.backend.opencl;

import java.util.HashMap;
import java.util.Map;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.OpShapes;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
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

  private static final int BIAS = 1;
  private static final int BIAS_RELU = 2;

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
    this.elementwise =
        new ProgramKey(
            "elementwise.cl", Map.of("REAL_IS_DOUBLE", fp64, "LS", parameters.elementwiseGroup()));
    this.reduction =
        new ProgramKey(
            "reduction.cl",
            Map.of(
                "REAL_IS_DOUBLE",
                fp64,
                "LS",
                parameters.reductionGroup(),
                "VW",
                parameters.vectorWidth()));
    this.dropoutMask =
        new ProgramKey("dropout_mask.cl", Map.of("LS", parameters.elementwiseGroup()));
  }

  @Override
  public void matmul(MatmulForm form, double alpha, Tensor a, Tensor b, Tensor c) {
    OpShapes.matmul(backend, form, a, b, c);
    matmul(form, 0, alpha, a, b, c, c);
  }

  /** The bias is added where the product is stored, which saves a pass over Z. */
  @Override
  public void dense(Tensor x, Tensor w, Tensor b, Tensor z) {
    OpShapes.dense(backend, x, w, b, z);
    matmul(MatmulForm.NT, BIAS, 1, x, w, b, z);
  }

  /** Bias and ReLU are applied where the product is stored, which saves two passes over A. */
  @Override
  public void denseRelu(Tensor x, Tensor w, Tensor b, Tensor a) {
    OpShapes.dense(backend, x, w, b, a);
    matmul(MatmulForm.NT, BIAS_RELU, 1, x, w, b, a);
  }

  private void matmul(
      MatmulForm form, int epilogue, double alpha, Tensor a, Tensor b, Tensor bias, Tensor c) {
    MatmulVariant variant = parameters.matmul();
    Map<String, Integer> macros = new HashMap<>(variant.macros());
    macros.put("REAL_IS_DOUBLE", precision == Precision.FP64 ? 1 : 0);
    macros.put("FORM", form.ordinal());
    macros.put("EPILOGUE", epilogue);
    MatmulDims dims = MatmulDims.of(form, a.shape(), b.shape());
    MatmulVariant.NdRangeSpec range = variant.range(form, dims);
    sink.accept(
        new Launch(
                new ProgramKey(variant.file(), macros),
                variant.kernel(),
                NdRange.groups(range.groupsX(), range.groupsY(), range.itemsX(), range.itemsY()))
            .integer(dims.m())
            .integer(dims.n())
            .integer(dims.k())
            .real(precision, alpha)
            .tensor(own(a))
            .tensor(own(b))
            .tensor(own(bias))
            .tensor(own(c)));
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
    long rows = x.shape().rows();
    long columns = x.shape().columns();
    long depth = Math.max(COLUMN_SUM_ROWS, NdRange.ceilDiv(rows, MOST_PARTIALS));
    long chunks = NdRange.ceilDiv(rows, depth);
    if (chunks == 1) {
      sink.accept(columnSumLaunch(rows, columns, rows, 1, alpha).tensor(own(x)).tensor(own(sum)));
      return;
    }
    ClBuffer partial = sink.scratch(chunks * columns * precision.bytes());
    sink.accept(
        columnSumLaunch(rows, columns, depth, chunks, 1).tensor(own(x)).buffer(partial).integer(0));
    sink.accept(
        columnSumLaunch(chunks, columns, chunks, 1, alpha)
            .buffer(partial)
            .integer(0)
            .tensor(own(sum)));
  }

  private Launch columnSumLaunch(long rows, long columns, long depth, long chunks, double alpha) {
    return new Launch(
            reduction, "column_sum", NdRange.plane(columns, chunks, parameters.reductionGroup()))
        .integer(rows)
        .integer(columns)
        .integer(depth)
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
    long blocks = NdRange.ceilDiv(mask.shape().size(), 4);
    sink.accept(
        new Launch(
                dropoutMask, "dropout_mask", NdRange.linear(blocks, parameters.elementwiseGroup()))
            .integer(mask.shape().size())
            .word(spec.seed())
            .word(spec.layer())
            .word(spec.threshold())
            .tensor(own(state.counters()))
            .tensor(own(mask)));
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
