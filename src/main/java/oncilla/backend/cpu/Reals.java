package oncilla.backend.cpu;

/** The numbers of a tensor in native memory, in one of the two formats. */
abstract sealed class Reals permits Floats, Doubles {
  /** The element at this index, row by row. */
  abstract double get(long index);

  /** Stores {@code value}, rounded to the format. */
  abstract void set(long index, double value);

  /**
   * This, from {@code firstC} on, = alpha · op(A)·op(B) + beta · this, by OpenBLAS in this format.
   *
   * @param a of this format; not modified
   * @param firstA index of the first element of A
   * @param b of this format; not modified
   * @param firstB index of the first element of B
   * @param beta 0 where this is not to be looked at
   * @param firstC index of the first element of the product
   * @return forms it, as often as it is run; the memory must still be there then
   */
  abstract Runnable product(
      double alpha,
      Reals a,
      long firstA,
      Reals b,
      long firstB,
      double beta,
      long firstC,
      GemmArguments arguments);

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
   * sums[j] = sums[j] + element {@code start + j} of this for j = {@code from} … {@code to − 1}.
   *
   * @param start index of the first element of a row
   */
  abstract void addTo(double[] sums, long start, int from, int to);

  /**
   * This = this + alpha·x for the elements {@code start} … {@code start + length − 1}, by OpenBLAS
   * in this format.
   *
   * @param x of this format, as long as this; not modified unless it is this
   * @return adds, as often as it is asked; the memory must still be there then
   */
  abstract Scaled scaled(Reals x, long start, int length);

  /** A sum that is formed with one factor or another. */
  @FunctionalInterface
  interface Scaled {
    /** Adds alpha·x. */
    void add(double alpha);
  }
}
