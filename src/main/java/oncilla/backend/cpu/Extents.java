package oncilla.backend.cpu;

import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import org.bytedeco.openblas.global.openblas_nolapack;

/** How OpenBLAS is told a row-major product: what to transpose, m, n, k and row lengths. */
record Extents(int transposeA, int transposeB, int m, int n, int k, int rowA, int rowB, int rowC) {
  /**
   * The extents of a product.
   *
   * @throws ArithmeticException if one of them exceeds 31 bits
   */
  static Extents of(MatmulForm form, MatmulDims dims) {
    return new Extents(
        form == MatmulForm.TN ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        form == MatmulForm.NT ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        Math.toIntExact(dims.m()),
        Math.toIntExact(dims.n()),
        Math.toIntExact(dims.k()),
        Math.toIntExact(dims.a(form).columns()),
        Math.toIntExact(dims.b(form).columns()),
        Math.toIntExact(dims.n()));
  }

  /** The extents of a block of the product with {@code rows × columns} elements. */
  Extents block(int rows, int columns) {
    return new Extents(transposeA, transposeB, rows, columns, k, rowA, rowB, rowC);
  }

  /** The extents of a product of some of the terms. */
  Extents terms(int terms) {
    return new Extents(transposeA, transposeB, m, n, terms, rowA, rowB, rowC);
  }
}
