package oncilla.backend.opencl.runtime;

import static oncilla.backend.opencl.launch.OpenClTensor.own;

import java.util.Optional;
import java.util.function.BiFunction;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.LossWeights;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.cl.ClBuffer;

/**
 * The launches of {@code kernels/reduction.cl} and {@code kernels/layer_backward.cl}: sums in a
 * fixed order, in two stages where there is much to add. The first sums chunks into scratch memory,
 * the second adds those partial sums.
 */
final class ReductionLaunches {
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

  private final Precision precision;
  private final KernelParameters parameters;
  private final LaunchSink sink;
  private final ProgramKey program;

  ReductionLaunches(Precision precision, KernelParameters parameters, LaunchSink sink) {
    this.precision = precision;
    this.parameters = parameters;
    this.sink = sink;
    this.program = parameters.program("reduction.cl", precision, parameters.reductionGroup());
  }

  /** {@code sum} = alpha · sums of the columns of {@code x}. */
  void columnSum(double alpha, Tensor x, Tensor sum) {
    columnSums(
        x.shape(),
        alpha,
        sum,
        (chunks, scale) -> columnSum(x.shape(), chunks, scale).tensor(own(x)));
  }

  /**
   * The gradient of Z from that of a layer's output, in place, and alpha · the sums of its columns,
   * in one pass. A mask is read only where ReLU's zeros do not tell what was dropped.
   */
  void layerBackward(
      double alpha,
      Activation f,
      Optional<Dropout> dropout,
      Tensor gradient,
      Tensor output,
      Tensor sum) {
    Shape shape = gradient.shape();
    double keep = dropout.map(Dropout::keepProbability).orElse(1.0);
    Optional<Tensor> mask = dropout.filter(it -> f != Activation.RELU).map(Dropout::mask);
    String kernel = mask.isPresent() ? "masked_layer_backward" : "layer_backward";
    ProgramKey backward =
        parameters
            .program("layer_backward.cl", precision, parameters.reductionGroup())
            .with("ACTIVATION", f.ordinal());
    columnSums(
        shape,
        alpha,
        sum,
        (chunks, scale) -> {
          Launch launch = columnSums(backward, kernel, shape, chunks, scale).real(precision, keep);
          mask.ifPresent(it -> launch.tensor(own(it)));
          return launch.tensor(own(output)).changed(own(gradient));
        });
  }

  /** {@code penalty} = coefficient · Σ weights². */
  void l2Penalty(double coefficient, Tensor weights, Tensor penalty) {
    squares(
        weights,
        (chunks, partial) ->
            groups("scaled_sum", 1)
                .integer(chunks.count())
                .real(precision, coefficient)
                .buffer(partial, bytes(chunks))
                .tensor(own(penalty)));
  }

  /** {@code norm} = √Σ x²; where that is not finite, the step becomes the first bad one. */
  void norm(Tensor x, StepState state, Tensor norm) {
    squares(
        x,
        (chunks, partial) ->
            groups("gradient_norm", 1)
                .integer(chunks.count())
                .buffer(partial, bytes(chunks))
                .tensor(own(state.counters()))
                .tensor(own(norm)));
  }

  /** Sums of the squares of chunks, and what is made of them. */
  private void squares(Tensor x, BiFunction<Chunks, ClBuffer, Launch> second) {
    long size = x.shape().size();
    Chunks chunks = chunks(size, parameters.vectorWidth());
    ClBuffer partial = sink.scratch(bytes(chunks));
    sink.accept(
        groups("square_sum", chunks.count())
            .length(size)
            .integer(size)
            .integer(chunks.size())
            .tensor(own(x))
            .buffer(partial, bytes(chunks)));
    sink.accept(second.apply(chunks, partial).length(chunks.count()));
  }

  /** Cost and gradient of the logits in one pass, then the mean of the costs. */
  void crossEntropy(
      long examples,
      Tensor logits,
      Tensor labels,
      LossWeights weights,
      Tensor penalty,
      StepState state,
      Tensor cost,
      Tensor dLogits) {
    long rows = logits.shape().size();
    Chunks chunks = chunks(rows, 1);
    ClBuffer partial = sink.scratch(bytes(chunks));
    sink.accept(
        groups("cross_entropy", chunks.count())
            .length(rows)
            .integer(rows)
            .integer(chunks.size())
            .tensor(own(logits))
            .tensor(own(labels))
            .tensor(own(dLogits))
            .buffer(partial, bytes(chunks))
            .lossArguments(precision, weights));
    sink.accept(
        groups("cross_entropy_cost", 1)
            .length(chunks.count())
            .integer(chunks.count())
            .real(precision, examples)
            .buffer(partial, bytes(chunks))
            .tensor(own(penalty))
            .tensor(own(state.counters()))
            .tensor(own(cost)));
  }

  /** A partial sum for each chunk. */
  private long bytes(Chunks chunks) {
    return chunks.count() * precision.bytes();
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
    long bytes = chunks.count() * shape.columns() * precision.bytes();
    ClBuffer partial = sink.scratch(bytes);
    sink.accept(first.of(chunks, 1).buffer(partial, bytes).integer(0));
    Shape partials = Shape.of(chunks.count(), shape.columns());
    sink.accept(
        columnSum(partials, new Chunks(chunks.count(), 1), alpha)
            .helping()
            .buffer(partial, bytes)
            .integer(0)
            .tensor(own(sum)));
  }

  private Launch columnSum(Shape shape, Chunks chunks, double alpha) {
    return columnSums(program, "column_sum", shape, chunks, alpha);
  }

  private Launch columnSums(
      ProgramKey key, String kernel, Shape shape, Chunks chunks, double alpha) {
    long items =
        parameters.isChunked()
            ? NdRange.ceilDiv(shape.columns(), (long) COLUMN_VECTORS * parameters.vectorWidth())
            : shape.columns();
    return new Launch(
            key, kernel, NdRange.plane(items, chunks.count(), parameters.reductionGroup()))
        .length(Math.min(shape.rows(), chunks.size()))
        .integer(shape.rows())
        .integer(shape.columns())
        .integer(chunks.size())
        .real(precision, alpha);
  }

  private Launch groups(String kernel, long count) {
    return new Launch(program, kernel, NdRange.groups(count, parameters.reductionGroup()));
  }

  /**
   * How a sum is split.
   *
   * @param size rows or elements of a chunk; the last may have fewer
   * @param count how many chunks
   */
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
}
