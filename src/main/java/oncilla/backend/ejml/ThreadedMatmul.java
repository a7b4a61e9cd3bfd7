package oncilla.backend.ejml;

import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Shape;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;

/**
 * EJML's multi-threaded products where there is enough to share, else the single-threaded ones. The
 * threads share out rows of C, so a sum is always made by one thread and in the same order.
 */
final class ThreadedMatmul implements Matmul {
  /**
   * Below this many multiplications a product takes less than a tenth of a millisecond, and handing
   * it to other threads costs a good part of that.
   */
  private static final double WORTH_SHARING = 100_000;

  private final Matmul single = new EjmlMatmul();

  @Override
  public void multiply(MatmulForm form, double alpha, Matrix a, Matrix b, Matrix c) {
    MatmulDims dims =
        MatmulDims.of(form, Shape.of(a.rows(), a.columns()), Shape.of(b.rows(), b.columns()));
    if (dims.flops() / 2 < WORTH_SHARING) {
      single.multiply(form, alpha, a, b, c);
      return;
    }
    DMatrixRMaj left = Matrices.read(a);
    DMatrixRMaj right = Matrices.read(b);
    DMatrixRMaj product = Matrices.target(c);
    switch (form) {
      case NN -> CommonOps_MT_DDRM.mult(left, right, product);
      case NT -> CommonOps_MT_DDRM.multTransB(left, right, product);
      case TN -> CommonOps_MT_DDRM.multTransA(left, right, product);
    }
    if (alpha != 1) {
      CommonOps_DDRM.scale(alpha, product);
    }
    Matrices.write(product, c);
  }
}
