package oncilla.backend.ejml;

import oncilla.backend.MatmulForm;

/** Computes matrix products in double, in any order of summation that is always the same. */
interface Matmul {
  /**
   * C = alpha · op(A)·op(B). Shapes have been checked and C is neither A nor B.
   *
   * @param a not modified
   * @param b not modified
   * @param c modified
   */
  void multiply(MatmulForm form, double alpha, Matrix a, Matrix b, Matrix c);
}
