package oncilla.backend.cpu;

import java.nio.ByteBuffer;

/**
 * The numbers of a tensor in native memory, in one of the two formats. Memory is seen through
 * windows ({@link NativeMemory#windows}); the walk over windows stands here, and each format has
 * the loop within one window.
 */
abstract sealed class Reals permits Floats, Doubles {
  /** Elements of an update at a time: four such arrays lie in a core's nearest cache. */
  private static final int PIECE = 1024;

  private final int windowBits;

  /** Numbers of which a window holds 2^{@code windowBits}. */
  Reals(int windowBits) {
    this.windowBits = windowBits;
  }

  /** The element at this index, row by row. */
  abstract double get(long index);

  /** Stores {@code value}, rounded to the format. */
  abstract void set(long index, double value);

  /**
   * Prepares C = alpha · op(A)·op(B) + beta · C, a product by OpenBLAS in this format. C lies in
   * these numbers.
   *
   * @param alpha factor of the product
   * @param a holds the matrix A, in this format; not modified
   * @param firstA index of the first element of A in {@code a}
   * @param b holds the matrix B, in this format; not modified
   * @param firstB index of the first element of B in {@code b}
   * @param beta factor of what C holds; with 0, C is written without being read
   * @param firstC index of the first element of C in these numbers
   * @param arguments which operand is transposed, the shape of the product, and row lengths
   * @return computes the product each time it is run; the memory of A, B and C must not be freed
   *     before
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
   * Computes one row of y = x + bias, or of y = max(x + bias, 0), where y are these numbers. The
   * sum is rounded once, so that both steps in one give the bits of one after the other.
   *
   * @param x of this format; not modified unless it is y
   * @param bias of this format, one row; not modified
   * @param start index of the row's first element in x and in y
   * @param columns elements of the row
   * @param relu whether negative sums become 0
   */
  final void addRow(Reals x, Reals bias, long start, int columns, boolean relu) {
    int done = 0;
    while (done < columns) {
      int length = lengthWithin(start + done, columns - done);
      addBias(x, bias, window(start + done), at(start + done), length, done, relu);
      done += length;
    }
  }

  /**
   * The part of {@link #addRow} within one window.
   *
   * @param window index of the window
   * @param at the part's first element in the window
   * @param length elements of the part
   * @param column the part's first column
   */
  abstract void addBias(
      Reals x, Reals bias, int window, int at, int length, int column, boolean relu);

  /**
   * Computes y = values where signs is positive, else 0, for the elements {@code from} … {@code to
   * − 1}, where y are these numbers.
   *
   * @param values of this format; not modified unless it is y
   * @param signs of this format; not modified unless it is y
   */
  final void keepWherePositive(Reals values, Reals signs, long from, long to) {
    long done = from;
    while (done < to) {
      int length = lengthWithin(done, to - done);
      keepWherePositive(values, signs, window(done), at(done), length);
      done += length;
    }
  }

  /**
   * The part of {@link #keepWherePositive(Reals, Reals, long, long)} within one window.
   *
   * @param window index of the window
   * @param at the part's first element in the window
   * @param length elements of the part
   */
  abstract void keepWherePositive(Reals values, Reals signs, int window, int at, int length);

  /**
   * Computes sums[j] = sums[j] + x[start + j] for j = {@code from} … {@code to − 1}, where x are
   * these numbers.
   *
   * @param sums modified
   * @param start index of the first element of a row of x
   */
  final void addTo(double[] sums, long start, int from, int to) {
    int done = from;
    while (done < to) {
      int length = lengthWithin(start + done, to - done);
      addTo(sums, window(start + done), at(start + done), length, done);
      done += length;
    }
  }

  /**
   * The part of {@link #addTo(double[], long, int, int)} within one window.
   *
   * @param window index of the window
   * @param at the part's first element in the window
   * @param length elements of the part
   * @param column index of the part's first sum
   */
  abstract void addTo(double[] sums, int window, int at, int length, int column);

  /**
   * Prepares y = y + alpha·x by OpenBLAS in this format, where y are these numbers, for the
   * elements {@code start} … {@code start + length − 1}.
   *
   * @param x of this format, as long as y; not modified unless it is y
   * @return computes the sum each time it is asked; the memory of x and y must not be freed before
   */
  abstract Scaled scaled(Reals x, long start, int length);

  /**
   * Computes y[to + j] = table[x[from + j]] for a row of bytes x, where y are these numbers.
   *
   * @param table a number for each byte
   */
  final void lookUp(CpuTensor x, long from, double[] table, long to, int columns) {
    int done = 0;
    while (done < columns) {
      int length = lengthWithin(to + done, CpuTensor.lengthWithin(from + done, columns - done));
      lookUp(
          x.bytes(from + done),
          CpuTensor.within(from + done),
          table,
          window(to + done),
          at(to + done),
          length);
      done += length;
    }
  }

  /** The part of {@link #lookUp(CpuTensor, long, double[], long, int)} within windows. */
  abstract void lookUp(ByteBuffer bytes, int from, double[] table, int window, int at, int length);

  /**
   * Computes y[to + j] = (table[x[from + j]] − mean[j]) / deviation[j] for a row of bytes x, where
   * y are these numbers; rounded once.
   *
   * @param table a number for each byte
   * @param mean of this format, one row
   * @param deviation of this format, one row
   */
  final void standardize(
      CpuTensor x, long from, double[] table, Reals mean, Reals deviation, long to, int columns) {
    int done = 0;
    while (done < columns) {
      int length = lengthWithin(to + done, CpuTensor.lengthWithin(from + done, columns - done));
      standardize(
          x.bytes(from + done),
          CpuTensor.within(from + done),
          table,
          mean,
          deviation,
          done,
          window(to + done),
          at(to + done),
          length);
      done += length;
    }
  }

  /**
   * The part of {@link #standardize(CpuTensor, long, double[], Reals, Reals, long, int)} within
   * windows.
   *
   * @param column the part's first column
   */
  abstract void standardize(
      ByteBuffer bytes,
      int from,
      double[] table,
      Reals mean,
      Reals deviation,
      int column,
      int window,
      int at,
      int length);

  /**
   * Makes a step of Adam over the elements {@code from} … {@code to − 1}, where θ are these
   * numbers.
   *
   * @param g gradients, of this format; not modified
   * @param m means, of this format; modified
   * @param v squares, of this format; modified
   */
  final void adam(Reals g, Reals m, Reals v, long from, long to, UpdateArrays.Adam step) {
    long done = from;
    while (done < to) {
      int length = Math.min(PIECE, lengthWithin(done, to - done));
      adam(g, m, v, window(done), at(done), length, step);
      done += length;
    }
  }

  /** A piece of {@link #adam(Reals, Reals, Reals, long, long, UpdateArrays.Adam)} in a window. */
  abstract void adam(
      Reals g, Reals m, Reals v, int window, int at, int length, UpdateArrays.Adam step);

  /**
   * Makes a step with momentum over the elements {@code from} … {@code to − 1}, where θ are these
   * numbers.
   *
   * @param g gradients, of this format; not modified
   * @param v velocities, of this format; modified
   */
  final void momentum(Reals g, Reals v, long from, long to, UpdateArrays.Momentum step) {
    long done = from;
    while (done < to) {
      int length = Math.min(PIECE, lengthWithin(done, to - done));
      momentum(g, v, window(done), at(done), length, step);
      done += length;
    }
  }

  /** A piece of {@link #momentum(Reals, Reals, long, long, UpdateArrays.Momentum)} in a window. */
  abstract void momentum(
      Reals g, Reals v, int window, int at, int length, UpdateArrays.Momentum step);

  /** The window that holds an element. */
  private int window(long index) {
    return (int) (index >>> windowBits);
  }

  /** Where an element lies in its window. */
  private int at(long index) {
    return (int) index & ((1 << windowBits) - 1);
  }

  /** How many of the next {@code count} elements lie in the window of the element {@code index}. */
  private int lengthWithin(long index, long count) {
    return (int) Math.min(count, (1 << windowBits) - at(index));
  }

  /** y = y + alpha·x over fixed elements, for one alpha or another. */
  @FunctionalInterface
  interface Scaled {
    /** Adds alpha·x. */
    void add(double alpha);
  }
}
