package oncilla.train;

import java.util.Set;
import java.util.function.Consumer;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Tensor;
import oncilla.nn.DropoutLayers;
import oncilla.nn.ForwardPass;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.train.memory.CountingArena;
import oncilla.train.metric.Predictions;

/**
 * The forward pass without dropout over any number of examples, with parameters that are in a
 * backend's memory: recorded once for a block of rows, and run block by block whenever somebody
 * wants to know how the parameters do. Every block has the same shape, whatever the number of
 * examples is; what the rows behind the last example give is left out. It is a multiple of {@link
 * Backend#rowUnit} rows. So the outputs of an example do not depend on what other examples there
 * are, nor on where among them it lies.
 *
 * <p>Features that all have room in the {@link InferenceMemory} are uploaded when the plan is
 * recorded; others block by block in each run.
 */
final class InferencePlan implements AutoCloseable {
  /** Enough rows for the cores of a CPU, and soon done where there is one example. */
  private static final int BLOCK = 48;

  /** A GPU has more to do at once. */
  private static final int GPU_BLOCK = 256;

  /**
   * What a network says of examples, on the host.
   *
   * @param logits Z of the last layer, one number per example; not copied
   * @param probabilities sigmoid of the logits, as the backend computed it; not copied
   */
  record Outputs(double[] logits, double[] probabilities) {
    /** Zeros for {@code rows} examples, to be filled. */
    private static Outputs of(int rows) {
      return new Outputs(new double[rows], new double[rows]);
    }

    /** What it says beside what is so. */
    Predictions against(byte[] labels) {
      return new Predictions(logits, probabilities, labels);
    }
  }

  private final Backend backend;
  private final InferenceMemory memory;
  private final int rows;
  private final Plan plan;

  private InferencePlan(Backend backend, InferenceMemory memory, int rows, Plan plan) {
    this.backend = backend;
    this.memory = memory;
    this.rows = rows;
    this.plan = plan;
  }

  /** Rows of a block on a device that has the memory. */
  static int largestBlock(Backend backend) {
    int rows = backend.device().kind() == DeviceInfo.Kind.GPU ? GPU_BLOCK : BLOCK;
    return Math.max(1, rows / backend.rowUnit()) * backend.rowUnit();
  }

  /** Rows of the smallest block that {@link #smallerBlock} leads to. */
  static int smallestBlock(Backend backend) {
    int block = largestBlock(backend);
    for (int next = block; next > 0; next = smallerBlock(backend, next)) {
      block = next;
    }
    return block;
  }

  /**
   * The next smaller block for a device that has little memory; 0 if {@code block} is the least.
   */
  static int smallerBlock(Backend backend, int block) {
    return block / 2 / backend.rowUnit() * backend.rowUnit();
  }

  /**
   * Uploads what stays, and records.
   *
   * @param parameters read by every run
   * @param memory closed by the caller, after the plan
   * @param rows number of examples
   */
  static InferencePlan record(
      Backend backend,
      Network network,
      ParameterMemory parameters,
      InferenceMemory memory,
      int rows) {
    if (memory.stored().isPresent()) {
      DeviceFeatures stored = memory.stored().get();
      stored.start(backend);
      if (stored.held() >= rows && !stored.isShared()) {
        stored.upload(backend, 0, rows);
      }
    }
    return new InferencePlan(
        backend, memory, rows, backend.record(program(network, parameters, memory)));
  }

  /** Adds what the plan takes beside the memory, to what was counted with it. */
  static void count(
      CountingArena arena, Network network, ParameterMemory parameters, InferenceMemory memory) {
    arena.plan(program(network, parameters, memory), Set.of());
  }

  /** The operations of a block. */
  private static Consumer<Ops> program(
      Network network, ParameterMemory parameters, InferenceMemory memory) {
    ForwardPass forward =
        new ForwardPass(network, parameters, memory.activations(), DropoutLayers.none());
    return ops -> {
      memory.stored().ifPresent(stored -> stored.gather(ops, memory.input()));
      forward.submit(ops, memory.input());
      ops.activate(Activation.SIGMOID, memory.activations().logits(), memory.probabilities());
      // Behind the last block the position is row 0 again, ready for the next run.
      memory.stored().ifPresent(stored -> stored.advance(ops, memory.input().shape().rows()));
    };
  }

  /** Runs over all examples, and waits for the outputs. */
  Outputs run() {
    Outputs all = Outputs.of(rows);
    Tensor logits = memory.activations().logits();
    double[] block = new double[Math.toIntExact(memory.input().shape().rows())];
    for (int from = 0; from < rows; ) {
      int count = Math.min(block.length, rows - from);
      if (memory.stored().isPresent() && memory.stored().get().held() < rows) {
        memory.stored().get().upload(backend, from, from + count);
      }
      plan.run();
      backend.download(logits, block);
      System.arraycopy(block, 0, all.logits(), from, count);
      backend.download(memory.probabilities(), block);
      System.arraycopy(block, 0, all.probabilities(), from, count);
      from += count;
    }
    return all;
  }

  @Override
  public void close() {
    plan.close();
  }
}
