package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Numbers in fp32. */
final class Floats extends Reals {
  private static final int WINDOW_BITS = NativeMemory.WINDOW_BITS - 2;
  private static final int INFINITY = 0x7f800000;
  private static final int WITHIN = (1 << WINDOW_BITS) - 1;

  private final FloatBuffer[] windows;
  private final FloatPointer address;

  /** The numbers at {@code address}, which {@code windows} show. */
  Floats(ByteBuffer[] windows, BytePointer address) {
    super(WINDOW_BITS);
    this.windows = new FloatBuffer[windows.length];
    for (int i = 0; i < windows.length; i++) {
      this.windows[i] = windows[i].asFloatBuffer();
    }
    this.address = new FloatPointer(address);
  }

  @Override
  double get(long index) {
    return windows[(int) (index >>> WINDOW_BITS)].get((int) index & WITHIN);
  }

  @Override
  void set(long index, double value) {
    windows[(int) (index >>> WINDOW_BITS)].put((int) index & WITHIN, (float) value);
  }

  /** The address of an element. */
  FloatPointer address(long index) {
    return address.getPointer(index);
  }

  /** Stores numbers one after the other, within the first 2³⁰ bytes. */
  void set(int index, float[] values, int from, int length) {
    windows[0].put(index, values, from, length);
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
    FloatPointer fromA = ((Floats) a).address(firstA);
    FloatPointer fromB = ((Floats) b).address(firstB);
    FloatPointer toC = address(firstC);
    return () ->
        openblas_nolapack.cblas_sgemm(
            openblas_nolapack.CblasRowMajor,
            arguments.transposeA(),
            arguments.transposeB(),
            arguments.m(),
            arguments.n(),
            arguments.k(),
            (float) alpha,
            fromA,
            arguments.rowA(),
            fromB,
            arguments.rowB(),
            (float) beta,
            toC,
            arguments.rowC());
  }

  @Override
  void addBias(Reals x, Reals bias, int window, int at, int length, int column, boolean relu) {
    FloatBuffer row = ((Floats) bias).windows[0];
    FloatBuffer in = ((Floats) x).windows[window];
    FloatBuffer out = windows[window];
    for (int j = 0; j < length; j++) {
      float sum = in.get(at + j) + row.get(column + j);
      out.put(at + j, relu ? Math.max(sum, 0) : sum);
    }
  }

  @Override
  void keepWherePositive(Reals values, Reals signs, int window, int at, int length) {
    FloatBuffer in = ((Floats) values).windows[window];
    FloatBuffer sign = ((Floats) signs).windows[window];
    FloatBuffer out = windows[window];
    for (int i = at; i < at + length; i++) {
      int kept =
          Float.floatToRawIntBits(in.get(i)) & positive(Float.floatToRawIntBits(sign.get(i)));
      out.put(i, Float.intBitsToFloat(kept));
    }
  }

  @Override
  void lookUp(ByteBuffer bytes, int from, double[] table, int window, int at, int length) {
    FloatBuffer out = windows[window];
    for (int j = 0; j < length; j++) {
      out.put(at + j, (float) table[bytes.get(from + j) & 0xFF]);
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
    FloatBuffer means = ((Floats) mean).windows[0];
    FloatBuffer deviations = ((Floats) deviation).windows[0];
    FloatBuffer out = windows[window];
    for (int j = 0; j < length; j++) {
      double centred = table[bytes.get(from + j) & 0xFF] - means.get(column + j);
      out.put(at + j, (float) (centred / deviations.get(column + j)));
    }
  }

  @Override
  void adam(Reals g, Reals m, Reals v, int window, int at, int length, UpdateArrays.Adam step) {
    FloatBuffer means = ((Floats) m).windows[window];
    FloatBuffer squares = ((Floats) v).windows[window];
    float[] theta = piece(windows[window], at, length);
    float[] first = piece(means, at, length);
    float[] second = piece(squares, at, length);
    UpdateArrays.adam(
        theta, piece(((Floats) g).windows[window], at, length), first, second, length, step);
    windows[window].put(at, theta);
    means.put(at, first);
    squares.put(at, second);
  }

  @Override
  void momentum(Reals g, Reals v, int window, int at, int length, UpdateArrays.Momentum step) {
    FloatBuffer velocities = ((Floats) v).windows[window];
    float[] theta = piece(windows[window], at, length);
    float[] velocity = piece(velocities, at, length);
    UpdateArrays.momentum(
        theta, piece(((Floats) g).windows[window], at, length), velocity, length, step);
    windows[window].put(at, theta);
    velocities.put(at, velocity);
  }

  private static float[] piece(FloatBuffer buffer, int at, int length) {
    float[] piece = new float[length];
    buffer.get(at, piece);
    return piece;
  }

  @Override
  void addTo(double[] sums, int window, int at, int length, int column) {
    FloatBuffer in = windows[window];
    for (int j = 0; j < length; j++) {
      sums[column + j] += in.get(at + j);
    }
  }

  /**
   * All bits where a number with these is above 0, else none; signs have no order that a processor
   * could guess, so that a branch would cost more than the sum of the rest.
   */
  private static int positive(int bits) {
    return -bits >> 31 & ~(bits >> 31) & ~(INFINITY - bits >> 31);
  }

  @Override
  Scaled scaled(Reals x, long start, int length) {
    FloatPointer from = ((Floats) x).address(start);
    FloatPointer to = address(start);
    return alpha -> openblas_nolapack.cblas_saxpy(length, (float) alpha, from, 1, to, 1);
  }
}
