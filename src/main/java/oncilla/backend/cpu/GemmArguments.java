package oncilla.backend.cpu;

import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import org.bytedeco.openblas.global.openblas_nolapack;

/** How OpenBLAS is told a row-major product: what to transpose, m, n, k and row lengths. */
record GemmArguments(
    int transposeA, int transposeB, int m, int n, int k, int rowA, int rowB, int rowC) {
  /**
   * The arguments of a product.
   *
   * @throws ArithmeticException if one of them exceeds 31 bits
   */
  static GemmArguments of(MatmulForm form, MatmulDims dims) {
    return new GemmArguments(
        form == MatmulForm.TN ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        form == MatmulForm.NT ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans,
        Math.toIntExact(dims.m()),
        Math.toIntExact(dims.n()),
        Math.toIntExact(dims.k()),
        Math.toIntExact(dims.a(form).columns()),
        Math.toIntExact(dims.b(form).columns()),
        Math.toIntExact(dims.n()));
  }

  /** The arguments of a block of the product with {@code rows × columns} elements. */
  GemmArguments block(int rows, int columns) {
    return new GemmArguments(transposeA, transposeB, rows, columns, k, rowA, rowB, rowC);
  }

  /** The arguments of a product of some of the terms. */
  GemmArguments terms(int terms) {
    return new GemmArguments(transposeA, transposeB, m, n, terms, rowA, rowB, rowC);
  }
}
