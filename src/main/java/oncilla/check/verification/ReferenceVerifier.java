package oncilla.check.verification;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.tuning.MatmulVerifier;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;

/**
 * Verifies matrix products by the reference. Small products are the cases of {@link OpCases}; of a
 * large product {@link SampledProduct} recomputes some rows and columns.
 */
public final class ReferenceVerifier implements MatmulVerifier {
  /**
   * The reference is slow, and what is larger than this straddles nothing that smaller does not.
   */
  private static final double MOST_FLOPS = 5e6;

  private final Backend reference;

  /** Compares with {@code reference}, which computes in fp64 and stays open. */
  public ReferenceVerifier(Backend reference) {
    this.reference = reference;
  }

  @Override
  public Optional<String> products(Backend backend, Ops candidate, MatmulForm form) {
    return check(
        backend,
        candidate,
        OpCases.products(form).stream().filter(one -> one.flops() <= MOST_FLOPS).toList());
  }

  @Override
  public Optional<String> layers(Backend backend, Ops candidate) {
    return check(backend, candidate, OpCases.layers());
  }

  private Optional<String> check(Backend backend, Ops candidate, List<OpCase> cases) {
    OpChecker checker = new OpChecker(backend, reference, Surroundings.GUARDED);
    for (OpCase one : cases) {
      OpResult result =
          checker.check(one, OpChecker.Submission.IMMEDIATE, backendsOwn -> candidate);
      if (!result.holds()) {
        return Optional.of(
            String.format(
                Locale.ROOT, "%s %s: %s", one.op(), one.label(), result.failures().get(0)));
      }
    }
    return Optional.empty();
  }

  @Override
  public Exercise exercise(MatmulForm form, MatmulDims dims, Precision precision) {
    return new SampledProduct(reference, form, dims, precision);
  }
}
