package oncilla.backend.opencl.verification;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;
import oncilla.cl.ClQueue;

/**
 * What every kernel takes for granted, tried on a device by {@code kernels/probes.cl}: loops end
 * when they should, local memory keeps what was written, offsets have 64 bits, {@code fma} rounds
 * once, and a work group has all its items. Cases of operations are short, and may hold where these
 * do not.
 */
public final class Probes implements KernelGate.Probing {
  /** Rounds of the single loop: more than any count of 16 bits. */
  static final int ROUNDS = 100_000;

  /** Items that loop; the others would only take time. */
  private static final int LOOPING = 2;

  private static final int OUTER = 1000;
  private static final int INNER = 100;
  private static final int BARRIERS = 300;
  private static final long FAR = (1L << 33) + 5;
  private static final int PROBES = 5;
  private static final String KERNEL = "probe";

  private final ClContext context;
  private final ClQueue queue;
  private final Consumer<Launch> sink;
  private final Precision precision;
  private final int group;

  /**
   * Probes of a device.
   *
   * @param sink submits a launch at once
   * @param group the largest work group that kernels are launched with
   */
  public Probes(
      ClContext context, ClQueue queue, Consumer<Launch> sink, Precision precision, int group) {
    this.context = context;
    this.queue = queue;
    this.sink = sink;
    this.precision = precision;
    this.group = group;
  }

  @Override
  public KernelUse use() {
    return KernelUse.of(launch());
  }

  private Launch launch() {
    return launch(precision, group);
  }

  private static Launch launch(Precision precision, int group) {
    ProgramKey program =
        new ProgramKey(
            "probes.cl",
            Map.of("REAL_IS_DOUBLE", precision == Precision.FP64 ? 1 : 0, "LS", group));
    return new Launch(program, KERNEL, NdRange.groups(PROBES, group)).length(ROUNDS);
  }

  /**
   * What is known to be wrong with a device that is not open: with its probes, or with the step
   * that says whether it is of use.
   *
   * @param identity of a program on the device
   */
  public static Optional<String> knownFault(
      VerdictStore store, Function<ProgramKey, String> identity, Precision precision, int group) {
    KernelUse probe = KernelUse.of(launch(precision, group));
    Map<String, Verdict> known = store.read(identity.apply(probe.program()));
    for (KernelUse use : List.of(probe, KernelGate.stepOf(probe))) {
      Verdict verdict = known.get(use.name());
      if (verdict != null && verdict.fault().isPresent()) {
        return verdict.fault();
      }
    }
    return Optional.empty();
  }

  @Override
  public KernelGate.Trial run() {
    ByteBuffer values =
        ByteBuffer.allocateDirect(PROBES * group * Integer.BYTES).order(ByteOrder.nativeOrder());
    try (ClBuffer out = DeviceCalls.get(() -> context.createBuffer(values.capacity()))) {
      DeviceCalls.run(
          () -> {
            queue.fillZero(out, 0, values.capacity());
            sink.accept(
                launch()
                    .word(ROUNDS)
                    .word(OUTER)
                    .word(INNER)
                    .word(BARRIERS)
                    .integer(FAR)
                    .buffer(out));
            queue.read(out, 0, values);
          });
    }
    int[] found = new int[PROBES * group];
    values.rewind();
    values.asIntBuffer().get(found);
    return new KernelGate.Trial(fault(found), Set.of(use()));
  }

  /** What the first probe that failed says in plain words. */
  private Optional<String> fault(int[] found) {
    List<Probe> probes =
        List.of(
            new Probe("a loop of " + ROUNDS + " rounds ends too early or goes wrong") {
              @Override
              int expected(int item) {
                return looped(item < LOOPING ? ROUNDS : 0, item);
              }
            },
            new Probe("two nested loops of " + OUTER + " and " + INNER + " rounds end too early") {
              @Override
              int expected(int item) {
                return looped(item < LOOPING ? OUTER * INNER : 0, item + 1);
              }
            },
            new Probe("local memory does not keep what a work group of " + group + " items wrote") {
              @Override
              int expected(int item) {
                return 3 * ((item + BARRIERS) % group) + BARRIERS + 7 * (group - 1 - item) + 1;
              }
            },
            new Probe("offsets of 64 bits are cut, or a work group lacks items") {
              @Override
              int expected(int item) {
                return (int) (FAR * 3 + item >>> 32) + item;
              }
            },
            new Probe("fma rounds twice") {
              @Override
              int expected(int item) {
                return 1;
              }
            });
    for (int p = 0; p < PROBES; p++) {
      for (int item = 0; item < group; item++) {
        if (found[p * group + item] != probes.get(p).expected(item)) {
          return Optional.of(probes.get(p).fault);
        }
      }
    }
    return Optional.empty();
  }

  /** s = s · 3 + 1 so many times: no compiler finds a formula that leaves the loop out. */
  static int looped(int rounds, int start) {
    int sum = start;
    for (int i = 0; i < rounds; i++) {
      sum = (sum ^ i) * 3 + 1;
    }
    return sum;
  }

  /** One probe: what is wrong where it fails, and what each item should have found. */
  private abstract static class Probe {
    private final String fault;

    Probe(String fault) {
      this.fault = fault;
    }

    abstract int expected(int item);
  }
}
