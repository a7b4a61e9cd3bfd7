package oncilla.backend.cpu;

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
}
