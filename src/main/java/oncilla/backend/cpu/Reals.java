package oncilla.backend.cpu;

import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The numbers of a tensor in native memory, in one of the two formats. */
abstract sealed class Reals permits Floats, Doubles {
  /** The element at this index, row by row. */
  abstract double get(long index);

  /** Stores {@code value}, rounded to the format. */
  abstract void set(long index, double value);

  /**
   * This = alpha · op(A)·op(B), by OpenBLAS in this format.
   *
   * @param a of this format; not modified
   * @param b of this format; not modified
   */
  abstract void multiply(double alpha, Reals a, Reals b, Extents extents);

  /**
   * This = this + alpha·x, by OpenBLAS in this format.
   *
   * @param x of this format, as long as this; not modified unless it is this
   */
  abstract void addScaled(double alpha, Reals x);

  /** How OpenBLAS is told a row-major product: what to transpose, m, n, k and row lengths. */
  record Extents(
      int transposeA, int transposeB, int m, int n, int k, int rowA, int rowB, int rowC) {
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
  }
}
