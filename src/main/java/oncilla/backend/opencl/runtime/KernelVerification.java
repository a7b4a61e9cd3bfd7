package oncilla.backend.opencl.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import oncilla.backend.Backend;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.matmul.Replacements;
import oncilla.backend.opencl.verification.KernelGate;
import oncilla.backend.opencl.verification.Probes;
import oncilla.backend.opencl.verification.VerdictStore;
import oncilla.backend.verification.FixedStep;

/** All that verifies the kernels of one backend. */
final class KernelVerification implements AutoCloseable {
  /** A device that needs so many times the CPU backend's time is of no use. */
  private static final int TOO_SLOW = 5;

  private final OpenClBackend backend;
  private final KernelGate gate;
  private final KernelTrials trials;

  private KernelVerification(OpenClBackend backend, KernelGate gate, KernelTrials trials) {
    this.backend = backend;
    this.gate = gate;
    this.trials = trials;
  }

  /**
   * Verification for {@code backend}, which is open but for its operations.
   *
   * @param device what the backend has open
   * @param store where verdicts are kept
   */
  static KernelVerification of(
      OpenClBackend backend,
      OpenDevice device,
      BackendSetup.Verifying verifying,
      VerdictStore store) {
    KernelParameters parameters = backend.parameters();
    Probes probes = device.probes(backend.precision(), parameters.elementwiseGroup());
    return new KernelVerification(
        backend,
        new KernelGate(
            backend.device().name(), device.library()::identity, store, probes, verifying.news()),
        new KernelTrials(
            backend,
            device::newSink,
            verifying.verifier(),
            () ->
                Replacements.of(
                    parameters.matmul(), device.context().device(), backend.precision())));
  }

  /** Operations whose kernels are verified before they go to {@code sink}. */
  Ops ops(KernelParameters parameters, LaunchSink sink) {
    LaunchSink guarded = RewritingSink.watched(sink, gate::require);
    return new VerifiedOps(
        new OpenClOps(backend, parameters, guarded),
        new Verification(backend, parameters, guarded, gate, trials));
  }

  /** The last gate of a launch that no operation submits. */
  void require(Launch launch) {
    gate.require(launch);
  }

  /** Whether a verification hangs, so that the device must not be waited for. */
  boolean hangs() {
    return gate.hangs();
  }

  /** What was found wrong, a line each. */
  List<String> distrusted() {
    return gate.distrusted();
  }

  /**
   * Why the device is not worth using, in one line, or empty: a small step takes it {@value
   * #TOO_SLOW} times as long as the CPU backend, or more.
   *
   * @param recording records on the backend without verifying: what the step computes is of no
   *     interest
   * @param cpu opens the CPU backend
   */
  Optional<String> tooSlow(Function<Consumer<Ops>, Plan> recording, Supplier<Backend> cpu) {
    return gate.faultOfStep(() -> new KernelGate.Trial(slowness(recording, cpu), Set.of()));
  }

  private Optional<String> slowness(
      Function<Consumer<Ops>, Plan> recording, Supplier<Backend> cpu) {
    double here = FixedStep.seconds(backend, recording);
    if (here <= TOO_SLOW * FixedStep.atLeast(Math.max(1, backend.device().computeUnits()))) {
      // No cpu backend is so fast: there is no need to load one.
      return Optional.empty();
    }
    try (Backend other = cpu.get()) {
      double there = FixedStep.seconds(other, other::record);
      return here <= TOO_SLOW * there
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "a small step takes it %.0f times as long as the cpu backend (%.3g ms, %.3g ms)",
                  here / there,
                  1e3 * here,
                  1e3 * there));
    }
  }

  @Override
  public void close() {
    trials.close();
  }
}
