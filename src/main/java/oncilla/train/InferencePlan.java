package oncilla.train;

import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Plan;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.base.Closing;
import oncilla.data.Features;
import oncilla.nn.ActivationLayout;
import oncilla.nn.DropoutLayers;
import oncilla.nn.ForwardPass;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;

/**
 * A forward pass without dropout over examples that stay in a backend's memory, with parameters
 * that do too: recorded once, run whenever somebody wants to know how the parameters do. Nothing is
 * uploaded by a run, and only the outputs are read back.
 */
final class InferencePlan implements AutoCloseable {
  private final Backend backend;
  private final Arena arena;
  private final Tensor logits;
  private final Tensor probabilities;
  private final int rows;
  private final int chunk;
  private final Plan plan;

  private InferencePlan(
      Backend backend, Arena arena, Tensor logits, Tensor probabilities, int rows, Plan plan) {
    this.backend = backend;
    this.arena = arena;
    this.logits = logits;
    this.probabilities = probabilities;
    this.rows = rows;
    this.chunk = Math.toIntExact(probabilities.shape().rows());
    this.plan = plan;
  }

  /**
   * Over the batch of a training step, all of it at once.
   *
   * @param forward with the step's own activations, which hold nothing between two steps
   * @param input the step's batch
   */
  static InferencePlan ofBatch(Backend backend, ForwardPass forward, Tensor input) {
    int rows = Math.toIntExact(input.shape().rows());
    Arena arena = backend.newArena();
    try {
      StepState state = StepState.allocate(arena, 0);
      Tensor probabilities = arena.allocate(ElementType.REAL, Shape.of(rows, 1));
      Tensor logits = forward.activations().logits();
      Plan plan =
          backend.record(
              ops -> {
                forward.submit(ops, input, state);
                ops.sigmoid(logits, probabilities);
              });
      return new InferencePlan(backend, arena, logits, probabilities, rows, plan);
    } catch (RuntimeException | Error e) {
      Closing.after(e, arena);
      throw e;
    }
  }

  /**
   * Over stored features, which are uploaded here as they are, a byte per pixel value. A run takes
   * {@code chunk} rows at a time; the last chunk repeats the last row.
   *
   * @param parameters read by every run
   */
  static InferencePlan ofFeatures(
      Backend backend, Network network, ParameterMemory parameters, Features features, int chunk) {
    int rows = features.rows();
    int padded = padded(rows, chunk);
    Arena arena = backend.newArena();
    try {
      Tensor source = DeviceFeatures.allocate(arena, features, rows);
      DeviceFeatures.upload(backend, features, source);
      Tensor indices = arena.allocate(ElementType.I32, Shape.vector(padded));
      backend.upload(DeviceFeatures.indices(padded, rows), indices);
      StepState state = StepState.allocate(arena, 0);
      Tensor input = arena.allocate(ElementType.REAL, Shape.of(chunk, features.columns()));
      Tensor probabilities = arena.allocate(ElementType.REAL, Shape.of(chunk, 1));
      ForwardPass forward =
          new ForwardPass(
              network,
              parameters,
              ActivationLayout.forInference(
                      network,
                      chunk,
                      backend.precision().bytes(),
                      MemoryEstimate.largestSlab(backend))
                  .allocate(arena),
              DropoutLayers.none());
      Tensor logits = forward.activations().logits();
      Plan plan =
          backend.record(
              ops -> {
                ops.gather(source, indices, state, features.divisor(), input);
                forward.submit(ops, input, state);
                ops.sigmoid(logits, probabilities);
                // Behind the last chunk the state is at row 0 again, ready for the next run.
                ops.advance(state, chunk, padded);
              });
      return new InferencePlan(backend, arena, logits, probabilities, rows, plan);
    } catch (RuntimeException | Error e) {
      Closing.after(e, arena);
      throw e;
    }
  }

  /** Rows rounded up to whole chunks. */
  static int padded(int rows, int chunk) {
    return Math.multiplyExact((rows + chunk - 1) / chunk, chunk);
  }

  /** Runs over all examples, and waits for the outputs. */
  Outputs run() {
    Outputs all = Outputs.of(rows);
    double[] values = new double[chunk];
    for (int from = 0; from < rows; from += chunk) {
      int count = Math.min(chunk, rows - from);
      plan.run();
      backend.download(logits, values);
      System.arraycopy(values, 0, all.logits(), from, count);
      backend.download(probabilities, values);
      System.arraycopy(values, 0, all.probabilities(), from, count);
    }
    return all;
  }

  @Override
  public void close() {
    try {
      plan.close();
    } finally {
      arena.close();
    }
  }
}
