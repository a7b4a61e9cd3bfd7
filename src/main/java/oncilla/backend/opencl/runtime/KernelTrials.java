package oncilla.backend.opencl.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import oncilla.backend.BackendException;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.Replacements;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.backend.opencl.verification.KernelGate;
import oncilla.backend.opencl.verification.KernelUse;
import oncilla.backend.verification.Exercise;
import oncilla.backend.verification.OpVerifier;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClException;

/**
 * Runs the cases of an exercise on a backend, at once and with kernel objects of their own, from
 * the programs that the backend goes on with.
 */
final class KernelTrials implements AutoCloseable {
  /** CL_MEM_OBJECT_ALLOCATION_FAILURE and CL_OUT_OF_HOST_MEMORY. */
  private static final Set<Integer> MEMORY = Set.of(-4, -6);

  private static final String WIDE = "WIDE";

  private final OpenClBackend backend;
  private final Supplier<ImmediateSink> sinks;
  private final Supplier<OpVerifier> opening;
  private final Supplier<Replacements> replacements;
  private Optional<OpVerifier> verifier = Optional.empty();

  /**
   * Trials on {@code backend}.
   *
   * @param sinks makes a sink of the backend
   * @param opening opens what knows the cases
   */
  KernelTrials(
      OpenClBackend backend,
      Supplier<ImmediateSink> sinks,
      Supplier<OpVerifier> opening,
      Supplier<Replacements> replacements) {
    this.backend = backend;
    this.sinks = sinks;
    this.opening = opening;
    this.replacements = replacements;
  }

  /** What can replace {@code wrong}; most backends never ask. */
  List<MatmulVariant> replacements(MatmulVariant wrong) {
    return replacements.get().of(wrong);
  }

  /** Runs the cases of {@code exercise}, which launch the kernels of {@code wanted}. */
  KernelGate.Trial run(Exercise exercise, KernelParameters parameters, List<Launch> wanted) {
    Set<KernelUse> used = new HashSet<>();
    try (ImmediateSink immediate = sinks.get()) {
      LaunchSink sink = RewritingSink.watched(immediate, launch -> used.add(KernelUse.of(launch)));
      OpenClOps candidate = new OpenClOps(backend, parameters, as(wanted, sink));
      return new KernelGate.Trial(verifier().fault(backend, candidate, exercise), used);
    } catch (BackendException failure) {
      return new KernelGate.Trial(Optional.of(fault(failure)), used);
    }
  }

  /** What does not compile or cannot be launched is wrong; too little memory is another matter. */
  private static String fault(BackendException failure) {
    boolean ofKernel =
        failure.getCause() instanceof ClBuildException
            || failure.getCause() instanceof ClException call && !MEMORY.contains(call.code());
    if (!ofKernel) {
      throw failure;
    }
    return failure.getMessage().strip().lines().findFirst().orElse("it does not compile");
  }

  /**
   * A sink where small operands are taken for large ones as in {@code wanted}: offsets of 64 bits
   * are right for any.
   */
  private static LaunchSink as(List<Launch> wanted, LaunchSink sink) {
    Set<ProgramKey> wide = new HashSet<>();
    for (Launch launch : wanted) {
      if (launch.program().macros().getOrDefault(WIDE, 0) == 1) {
        wide.add(launch.program());
      }
    }
    return wide.isEmpty()
        ? sink
        : new RewritingSink(
            sink,
            launch -> {
              ProgramKey other = launch.program().with(WIDE, 1);
              return wide.contains(other) ? launch.of(other) : launch;
            });
  }

  private OpVerifier verifier() {
    if (verifier.isEmpty()) {
      verifier = Optional.of(opening.get());
    }
    return verifier.get();
  }

  @Override
  public void close() {
    verifier.ifPresent(OpVerifier::close);
    verifier = Optional.empty();
  }
}
