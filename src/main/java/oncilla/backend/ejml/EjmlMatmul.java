package oncilla.backend.ejml;

import oncilla.backend.MatmulForm;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** EJML's single-threaded products: those of the reference. */
public final class EjmlMatmul implements Matmul {
  @Override
  public void multiply(MatmulForm form, double alpha, Matrix a, Matrix b, Matrix c) {
    DMatrixRMaj left = Matrices.read(a);
    DMatrixRMaj right = Matrices.read(b);
    DMatrixRMaj product = Matrices.target(c);
    switch (form) {
      case NN -> CommonOps_DDRM.mult(alpha, left, right, product);
      case NT -> CommonOps_DDRM.multTransB(alpha, left, right, product);
      case TN -> CommonOps_DDRM.multTransA(alpha, left, right, product);
    }
    Matrices.write(product, c);
  }
}
