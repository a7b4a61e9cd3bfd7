package oncilla.backend;

/**
 * The three extents of a matrix product: C is {@code m × n} and the reduction has length k.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k length of each sum
 */
public record MatmulDims(long m, long n, long k) {
  /**
   * The extents of {@code form} for operands of these shapes.
   *
   * @throws IllegalArgumentException if the operands do not fit each other
   */
  public static MatmulDims of(MatmulForm form, Shape a, Shape b) {
    long m = form == MatmulForm.TN ? a.columns() : a.rows();
    long ka = form == MatmulForm.TN ? a.rows() : a.columns();
    long n = form == MatmulForm.NT ? b.rows() : b.columns();
    long kb = form == MatmulForm.NT ? b.columns() : b.rows();
    if (ka != kb) {
      throw new IllegalArgumentException(
          "matmul "
              + form
              + ": a is "
              + a
              + " and b is "
              + b
              + ", so the sums have lengths "
              + ka
              + " and "
              + kb);
    }
    return new MatmulDims(m, n, ka);
  }

  /** Shape of A. */
  public Shape a(MatmulForm form) {
    return form == MatmulForm.TN ? Shape.of(k, m) : Shape.of(m, k);
  }

  /** Shape of B. */
  public Shape b(MatmulForm form) {
    return form == MatmulForm.NT ? Shape.of(n, k) : Shape.of(k, n);
  }

  /** Shape of C. */
  public Shape c() {
    return Shape.of(m, n);
  }

  /** Multiplications and additions, 2·m·n·k. */
  public double flops() {
    return 2.0 * m * n * k;
  }
}
