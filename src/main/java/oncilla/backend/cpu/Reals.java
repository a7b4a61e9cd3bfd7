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
   * One row of this = the row of x + bias, and where {@code relu} says so max(that, 0). The sum is
   * rounded once, so that both steps in one give the bits of one after the other.
   *
   * @param x of this format; may be this
   * @param bias of this format
   * @param start index of the row's first element
   */
  abstract void addRow(Reals x, Reals bias, long start, int columns, boolean relu);

  /**
   * This = {@code values} where {@code signs} is positive, else 0, for the elements {@code from} …
   * {@code to − 1}.
   *
   * @param values of this format; may be this
   * @param signs of this format
   */
  abstract void keepWherePositive(Reals values, Reals signs, long from, long to);

  /**
   * This = this + alpha·x, by OpenBLAS in this format.
   *
   * @param x of this format, as long as this; not modified unless it is this
   */
  abstract void addScaled(double alpha, Reals x);
}
