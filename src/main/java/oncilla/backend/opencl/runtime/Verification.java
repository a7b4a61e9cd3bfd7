package oncilla.backend.opencl.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.Rehearsal;
import oncilla.backend.opencl.matmul.MatmulCall;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.verification.KernelGate;
import oncilla.backend.verification.Exercise;
import oncilla.backend.verification.UnverifiedException;

/**
 * Verifying what goes to one sink. What an operation would launch is known from a rehearsal; the
 * {@link KernelGate} knows which of these kernels to trust, and has the others tried on cases of
 * the operation, which {@link KernelTrials} runs.
 */
final class Verification {
  private final OpenClBackend backend;
  private final KernelParameters parameters;
  private final LaunchSink sink;
  private final KernelGate gate;
  private final KernelTrials trials;

  /**
   * For operations with {@code parameters} that go to {@code sink}.
   *
   * @param gate of the backend
   * @param trials of the backend
   */
  Verification(
      OpenClBackend backend,
      KernelParameters parameters,
      LaunchSink sink,
      KernelGate gate,
      KernelTrials trials) {
    this.backend = backend;
    this.parameters = parameters;
    this.sink = sink;
    this.gate = gate;
    this.trials = trials;
  }

  /** Where verified launches go. */
  LaunchSink sink() {
    return sink;
  }

  /**
   * Makes {@code call}, once its kernels are verified.
   *
   * @throws UnverifiedException if they are wrong
   */
  void run(Exercise exercise, Consumer<OpenClOps> call) {
    require(exercise, call);
    call.accept(new OpenClOps(backend, parameters, sink));
  }

  /**
   * Verifies the kernels of {@code call}.
   *
   * @throws UnverifiedException if they are wrong
   */
  void require(Exercise exercise, Consumer<OpenClOps> call) {
    List<Launch> launches = rehearse(call);
    if (!trusts(exercise, launches)) {
      throw gate.refusal(exercise.op(), gate.fault(launches));
    }
  }

  /** Whether the kernels of {@code call} are right. */
  boolean trusts(Exercise exercise, Consumer<OpenClOps> call) {
    return trusts(exercise, rehearse(call));
  }

  private List<Launch> rehearse(Consumer<OpenClOps> call) {
    Rehearsal rehearsal = new Rehearsal(sink);
    call.accept(new OpenClOps(backend, parameters, rehearsal));
    return rehearsal.launches();
  }

  private boolean trusts(Exercise exercise, List<Launch> launches) {
    return gate.trusts(exercise.op(), launches, () -> trials.run(exercise, parameters, launches));
  }

  /** The first variant whose kernels are right for {@code call}, if there is one. */
  Optional<MatmulVariant> variant(MatmulCall call, Exercise exercise) {
    MatmulVariant first = first(call);
    if (trusts(first, call, exercise)) {
      return Optional.of(first);
    }
    for (MatmulVariant other : trials.replacements(first)) {
      if (trusts(other, call, exercise)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  private boolean trusts(MatmulVariant variant, MatmulCall call, Exercise exercise) {
    List<Launch> launches = rehearse(variant, call);
    return gate.trusts(
        exercise.op(),
        launches,
        () ->
            trials.run(
                exercise,
                parameters.withMatmul(MatmulTable.always(variant.repeating(launches))),
                launches));
  }

  private MatmulVariant first(MatmulCall call) {
    return new OpenClOps(backend, parameters, sink).variant(call);
  }

  private List<Launch> rehearse(MatmulVariant variant, MatmulCall call) {
    Rehearsal rehearsal = new Rehearsal(sink);
    variant.submit(call, rehearsal);
    return rehearsal.launches();
  }

  /** The refusal of a product for which no variant is right. */
  UnverifiedException refusal(MatmulCall call, Exercise exercise) {
    return gate.refusal(exercise.op(), gate.fault(rehearse(first(call), call)));
  }
}
