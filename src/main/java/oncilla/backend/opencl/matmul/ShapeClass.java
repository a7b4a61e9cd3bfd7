package oncilla.backend.opencl.matmul;

import oncilla.backend.MatmulDims;

/** Kinds of matrix products that want different kernels or parameters. */
public enum ShapeClass {
  /** So little work that the launch counts: at most 64³ multiplications. */
  SMALL,
  /** At most 96 rows of C, and at least 1024 columns: the weight gradient of a thin layer. */
  FLAT,
  /** Otherwise at most 96 rows or columns of C. */
  THIN,
  /** A sum at least four times as long as C is wide and high. */
  LONG,
  /** Neither thin nor long, up to 768³ multiplications. */
  MEDIUM,
  /** More. */
  LARGE;

  private static final double SMALL_WORK = 64.0 * 64 * 64;
  private static final long THIN_EXTENT = 96;
  private static final long FLAT_WIDTH = 1024;
  private static final long LONG_RATIO = 4;
  private static final double MEDIUM_WORK = 768.0 * 768 * 768;

  /** The class of a product. */
  public static ShapeClass of(MatmulDims dims) {
    double work = dims.flops() / 2;
    if (work <= SMALL_WORK) {
      return SMALL;
    }
    if (dims.m() <= THIN_EXTENT && dims.n() >= FLAT_WIDTH) {
      return FLAT;
    }
    if (Math.min(dims.m(), dims.n()) <= THIN_EXTENT) {
      return THIN;
    }
    if (dims.k() >= LONG_RATIO * Math.max(dims.m(), dims.n())) {
      return LONG;
    }
    return work <= MEDIUM_WORK ? MEDIUM : LARGE;
  }
}
