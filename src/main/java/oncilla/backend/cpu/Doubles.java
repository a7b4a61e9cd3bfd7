package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Numbers in fp64. */
final class Doubles extends Reals {
  private static final int WINDOW_BITS = NativeMemory.WINDOW_BITS - 3;
  private static final long INFINITY = 0x7ff0000000000000L;
  private static final int WITHIN = (1 << WINDOW_BITS) - 1;

  private final DoubleBuffer[] windows;
  private final DoublePointer address;

  /** The numbers at {@code address}, which {@code windows} show. */
  Doubles(ByteBuffer[] windows, BytePointer address) {
    super(WINDOW_BITS);
    this.windows = new DoubleBuffer[windows.length];
    for (int i = 0; i < windows.length; i++) {
      this.windows[i] = windows[i].asDoubleBuffer();
    }
    this.address = new DoublePointer(address);
  }

  @Override
  double get(long index) {
    return windows[(int) (index >>> WINDOW_BITS)].get((int) index & WITHIN);
  }

  @Override
  void set(long index, double value) {
    windows[(int) (index >>> WINDOW_BITS)].put((int) index & WITHIN, value);
  }

  /** The address of an element. */
  private DoublePointer address(long index) {
    return address.getPointer(index);
  }

  @Override
  Runnable product(
      double alpha,
      Reals a,
      long firstA,
      Reals b,
      long firstB,
      double beta,
      long firstC,
      GemmArguments arguments) {
    DoublePointer fromA = ((Doubles) a).address(firstA);
    DoublePointer fromB = ((Doubles) b).address(firstB);
    DoublePointer toC = address(firstC);
    return () ->
        openblas_nolapack.cblas_dgemm(
            openblas_nolapack.CblasRowMajor,
            arguments.transposeA(),
            arguments.transposeB(),
            arguments.m(),
            arguments.n(),
            arguments.k(),
            alpha,
            fromA,
            arguments.rowA(),
            fromB,
            arguments.rowB(),
            beta,
            toC,
            arguments.rowC());
  }

  @Override
  void addBias(Reals x, Reals bias, int window, int at, int length, int column, boolean relu) {
    DoubleBuffer row = ((Doubles) bias).windows[0];
    DoubleBuffer in = ((Doubles) x).windows[window];
    DoubleBuffer out = windows[window];
    for (int j = 0; j < length; j++) {
      double sum = in.get(at + j) + row.get(column + j);
      out.put(at + j, relu ? Math.max(sum, 0) : sum);
    }
  }

  @Override
  void keepWherePositive(Reals values, Reals signs, int window, int at, int length) {
    DoubleBuffer in = ((Doubles) values).windows[window];
    DoubleBuffer sign = ((Doubles) signs).windows[window];
    DoubleBuffer out = windows[window];
    for (int i = at; i < at + length; i++) {
      long kept =
          Double.doubleToRawLongBits(in.get(i)) & positive(Double.doubleToRawLongBits(sign.get(i)));
      out.put(i, Double.longBitsToDouble(kept));
    }
  }

  @Override
  void lookUp(ByteBuffer bytes, int from, double[] table, int window, int at, int length) {
    DoubleBuffer out = windows[window];
    for (int j = 0; j < length; j++) {
      out.put(at + j, table[bytes.get(from + j) & 0xFF]);
    }
  }

  @Override
  void standardize(
      ByteBuffer bytes,
      int from,
      double[] table,
      Reals mean,
      Reals deviation,
      int column,
      int window,
      int at,
      int length) {
    DoubleBuffer means = ((Doubles) mean).windows[0];
    DoubleBuffer deviations = ((Doubles) deviation).windows[0];
    DoubleBuffer out = windows[window];
    for (int j = 0; j < length; j++) {
      double centred = table[bytes.get(from + j) & 0xFF] - means.get(column + j);
      out.put(at + j, centred / deviations.get(column + j));
    }
  }

  @Override
  void adam(Reals g, Reals m, Reals v, int window, int at, int length, UpdateArrays.Adam step) {
    DoubleBuffer means = ((Doubles) m).windows[window];
    DoubleBuffer squares = ((Doubles) v).windows[window];
    double[] theta = piece(windows[window], at, length);
    double[] first = piece(means, at, length);
    double[] second = piece(squares, at, length);
    UpdateArrays.adam(
        theta, piece(((Doubles) g).windows[window], at, length), first, second, length, step);
    windows[window].put(at, theta);
    means.put(at, first);
    squares.put(at, second);
  }

  @Override
  void momentum(Reals g, Reals v, int window, int at, int length, UpdateArrays.Momentum step) {
    DoubleBuffer velocities = ((Doubles) v).windows[window];
    double[] theta = piece(windows[window], at, length);
    double[] velocity = piece(velocities, at, length);
    UpdateArrays.momentum(
        theta, piece(((Doubles) g).windows[window], at, length), velocity, length, step);
    windows[window].put(at, theta);
    velocities.put(at, velocity);
  }

  private static double[] piece(DoubleBuffer buffer, int at, int length) {
    double[] piece = new double[length];
    buffer.get(at, piece);
    return piece;
  }

  @Override
  void addTo(double[] sums, int window, int at, int length, int column) {
    DoubleBuffer in = windows[window];
    for (int j = 0; j < length; j++) {
      sums[column + j] += in.get(at + j);
    }
  }

  /**
   * All bits where a number with these is above 0, else none; signs have no order that a processor
   * could guess, so that a branch would cost more than the sum of the rest.
   */
  private static long positive(long bits) {
    return -bits >> 63 & ~(bits >> 63) & ~(INFINITY - bits >> 63);
  }

  @Override
  Scaled scaled(Reals x, long start, int length) {
    DoublePointer from = ((Doubles) x).address(start);
    DoublePointer to = address(start);
    return alpha -> openblas_nolapack.cblas_daxpy(length, alpha, from, 1, to, 1);
  }
}
