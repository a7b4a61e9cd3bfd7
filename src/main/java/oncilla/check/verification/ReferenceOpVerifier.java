package oncilla.check.verification;

import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.verification.Exercise;
import oncilla.backend.verification.FusedParts;
import oncilla.backend.verification.OpVerifier;
import oncilla.check.op.ExerciseCases;
import oncilla.check.op.LongProduct;
import oncilla.check.op.OpCase;

/** Verifies operations by EJML in fp64; see {@link ExerciseCases}. */
public final class ReferenceOpVerifier implements OpVerifier {
  /** A driver may be wrong now and then. */
  private static final int TIMES = 2;

  private final Backend reference;

  /** Opens such verifiers. */
  public static final class Opening implements OpVerifier.Provider {
    /** Needed by the service loader. */
    public Opening() {}

    @Override
    public OpVerifier open() {
      return new ReferenceOpVerifier(
          BackendSelector.fromServices()
              .provider(BackendProvider.EJML)
              .open(BackendRequest.defaults().withPrecision(Precision.FP64)));
    }
  }

  /** Compares with {@code reference}, which computes in fp64 and is closed with this. */
  public ReferenceOpVerifier(Backend reference) {
    this.reference = reference;
  }

  @Override
  public Optional<String> fault(Backend backend, FusedParts candidate, Exercise exercise) {
    OpChecker checker = new OpChecker(backend, reference, Surroundings.GUARDED);
    for (OpCase one : ExerciseCases.of(exercise)) {
      OpResult result = checker.check(one, OpChecker.Submission.IMMEDIATE, own -> candidate, TIMES);
      if (!result.holds()) {
        return Optional.of(one + ": " + briefly(result.failures().get(0)));
      }
    }
    return ExerciseCases.longProduct(exercise)
        .flatMap(product -> fault(backend, candidate, exercise, product));
  }

  /** How many elements differ, and the first of those that are shown. */
  private static String briefly(String failure) {
    String[] parts = failure.split("; ");
    return parts.length == 1 ? parts[0] : parts[0] + "; " + parts[1];
  }

  private static Optional<String> fault(
      Backend backend, FusedParts candidate, Exercise exercise, LongProduct product) {
    return exercise instanceof Exercise.Layer layer
        ? product.faultOfLayer(backend, candidate, layer.f(), TIMES)
        : product.faultOfProduct(backend, candidate, TIMES);
  }

  @Override
  public void close() {
    reference.close();
  }
}
