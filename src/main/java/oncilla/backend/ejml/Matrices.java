package oncilla.backend.ejml;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * Between our arrays and EJML's matrices. EJML knows no offset into an array, so a part of a block
 * is copied out and back; a matrix with an array of its own is wrapped.
 */
final class Matrices {
  private Matrices() {}

  /** The values of {@code matrix}; not to be modified. */
  static DMatrixRMaj read(Matrix matrix) {
    double[] values =
        matrix.isWholeArray()
            ? matrix.values()
            : Arrays.copyOfRange(matrix.values(), matrix.offset(), matrix.offset() + matrix.size());
    return DMatrixRMaj.wrap(matrix.rows(), matrix.columns(), values);
  }

  /** Where to compute {@code matrix}, to be passed to {@link #write}; its content is undefined. */
  static DMatrixRMaj target(Matrix matrix) {
    return matrix.isWholeArray()
        ? DMatrixRMaj.wrap(matrix.rows(), matrix.columns(), matrix.values())
        : new DMatrixRMaj(matrix.rows(), matrix.columns());
  }

  /** Puts what was computed into its place. */
  static void write(DMatrixRMaj computed, Matrix matrix) {
    if (computed.data != matrix.values()) {
      System.arraycopy(computed.data, 0, matrix.values(), matrix.offset(), matrix.size());
    }
  }
}
