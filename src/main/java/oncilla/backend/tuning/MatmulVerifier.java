package oncilla.backend.tuning;

import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;

/**
 * Decides whether matrix products are right, by a reference that the verified backend cannot see.
 */
public interface MatmulVerifier {
  /**
   * Computes small products of one form, with extents that straddle tiles and vectors.
   *
   * @param backend whose memory is used
   * @param candidate the operations to verify; they belong to the backend
   * @return what is wrong, in one line, or empty
   */
  Optional<String> products(Backend backend, Ops candidate, MatmulForm form);

  /**
   * Computes small forward layers, whose products add the bias and apply the activation.
   *
   * @param backend whose memory is used
   * @param candidate the operations to verify; they belong to the backend
   * @return what is wrong, in one line, or empty
   */
  Optional<String> layers(Backend backend, Ops candidate);

  /**
   * A product with operands, of any extents. Its result must be as exact as {@code precision}
   * allows, whatever matmul precision was asked for, as in {@link #products} and {@link #layers}:
   * no variant computes less exactly than that. One that did would be refused as wrong, and needs a
   * tolerance of its own in all three.
   */
  Exercise exercise(MatmulForm form, MatmulDims dims, Precision precision);

  /** A product to compute, alpha = 1. */
  interface Exercise {
    /** A, row-major; not to be modified. */
    double[] a();

    /** B, row-major; not to be modified. */
    double[] b();

    /** What is wrong with {@code c}, in one line, or empty. */
    Optional<String> fault(double[] c);
  }
}
