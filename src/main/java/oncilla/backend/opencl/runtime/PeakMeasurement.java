package oncilla.backend.opencl.runtime;

import java.util.Arrays;
import java.util.Map;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.program.ProgramKey;

/**
 * How many operations per second a device does when nothing but arithmetic is asked of it: {@code
 * kernels/peak.cl} on every compute unit. The best of a few launches counts, since anything that
 * disturbs one makes it slower.
 */
final class PeakMeasurement {
  /** Each chain goes to term / (1 − factor) = 1. */
  static final double FACTOR = 0.75;

  /** See {@link #FACTOR}. */
  static final double TERM = 0.25;

  /** Groups for each compute unit: enough to fill a GPU, and to even out the cores of a CPU. */
  private static final int GROUPS_PER_UNIT = 32;

  /**
   * Vector chains of an item. A multiply-add takes about 4 cycles and two are started in each; 12
   * leave some room, and fit the registers of a CPU and of a GPU (four numbers each there).
   */
  static final int CHAINS = 12;

  private static final double WANTED_SECONDS = 0.02;
  private static final int LAUNCHES = 20;
  private static final long FIRST_REPETITIONS = 1 << 10;
  private static final long MOST_REPETITIONS = 1 << 22;

  private final OpenClBackend backend;
  private final KernelParameters parameters;

  PeakMeasurement(OpenClBackend backend, KernelParameters parameters) {
    this.backend = backend;
    this.parameters = parameters;
  }

  /** Measures; waits for all earlier work first. */
  double flopsPerSecond(LaunchSink sink) {
    long items = items();
    try (Arena arena = backend.newArena()) {
      Tensor out = arena.allocate(ElementType.REAL, Shape.vector(elements(items)));
      long repetitions = FIRST_REPETITIONS;
      seconds(sink, items, 1, out);
      double taken = seconds(sink, items, repetitions, out);
      while (taken < WANTED_SECONDS && repetitions < MOST_REPETITIONS) {
        repetitions *= 2;
        taken = seconds(sink, items, repetitions, out);
      }
      double[] times = new double[LAUNCHES];
      for (int i = 0; i < LAUNCHES; i++) {
        times[i] = seconds(sink, items, repetitions, out);
      }
      double best = Arrays.stream(times).min().orElseThrow();
      return 2.0 * CHAINS * elements(items) * repetitions / best;
    }
  }

  private double seconds(LaunchSink sink, long items, long repetitions, Tensor out) {
    backend.synchronize();
    long start = System.nanoTime();
    submit(sink, items, repetitions, out);
    backend.synchronize();
    // A clock may stand still between two calls; a rate needs a time.
    return Math.max(1, System.nanoTime() - start) / 1e9;
  }

  /** Work items that keep every unit of the device busy, a multiple of the group size. */
  private long items() {
    return (long) GROUPS_PER_UNIT * backend.device().computeUnits() * group();
  }

  /** On a CPU device an item is a core; elsewhere groups are as for other kernels. */
  private int group() {
    return parameters.reductionGroup();
  }

  /** Elements that {@code items} items write. */
  long elements(long items) {
    return items * parameters.vectorWidth();
  }

  /**
   * Launches the kernel.
   *
   * @param items work items, a multiple of the group size
   * @param repetitions length of each chain
   * @param out {@link #elements} of them, modified
   */
  void submit(LaunchSink sink, long items, long repetitions, Tensor out) {
    Precision precision = backend.precision();
    Map<String, Integer> macros =
        Map.of(
            "REAL_IS_DOUBLE",
            precision == Precision.FP64 ? 1 : 0,
            "LS",
            group(),
            "VW",
            parameters.vectorWidth(),
            "CHAINS",
            CHAINS);
    sink.accept(
        new Launch(
                new ProgramKey("peak.cl", macros), "peak", NdRange.groups(items / group(), group()))
            .integer(repetitions)
            .real(precision, FACTOR)
            .real(precision, TERM)
            .tensor((OpenClTensor) out));
  }
}
