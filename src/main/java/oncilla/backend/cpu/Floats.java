package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Numbers in fp32. */
final class Floats extends Reals {
  private static final int WINDOW_BITS = NativeMemory.WINDOW_BITS - 2;
  private static final int WITHIN = (1 << WINDOW_BITS) - 1;

  /** OpenBLAS counts elements in 31 bits. */
  private static final int LONGEST = 1 << 30;

  private final FloatBuffer[] windows;
  private final FloatPointer address;
  private final long size;

  /** The {@code size} numbers at {@code address}, which {@code windows} show. */
  Floats(ByteBuffer[] windows, BytePointer address, long size) {
    this.windows = new FloatBuffer[windows.length];
    for (int i = 0; i < windows.length; i++) {
      this.windows[i] = windows[i].asFloatBuffer();
    }
    this.address = new FloatPointer(address);
    this.size = size;
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

  /** Stores all numbers; there are at most as many as an array may have. */
  void setAll(float[] values) {
    windows[0].put(0, values);
  }

  @Override
  void multiply(double alpha, Reals a, Reals b, Extents extents) {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        extents.transposeA(),
        extents.transposeB(),
        extents.m(),
        extents.n(),
        extents.k(),
        (float) alpha,
        ((Floats) a).address,
        extents.rowA(),
        ((Floats) b).address,
        extents.rowB(),
        0,
        address,
        extents.rowC());
  }

  @Override
  void addRow(Reals x, Reals bias, long start, int columns, boolean relu) {
    FloatBuffer row = ((Floats) bias).windows[0];
    long done = 0;
    while (done < columns) {
      int at = (int) (start + done) & WITHIN;
      int length = (int) Math.min(columns - done, WITHIN + 1 - at);
      FloatBuffer in = ((Floats) x).windows[(int) (start + done >>> WINDOW_BITS)];
      FloatBuffer out = windows[(int) (start + done >>> WINDOW_BITS)];
      int first = (int) done;
      for (int j = 0; j < length; j++) {
        float sum = in.get(at + j) + row.get(first + j);
        out.put(at + j, relu ? Math.max(sum, 0) : sum);
      }
      done += length;
    }
  }

  @Override
  void keepWherePositive(Reals values, Reals signs, long from, long to) {
    long done = from;
    while (done < to) {
      int at = (int) done & WITHIN;
      int length = (int) Math.min(to - done, WITHIN + 1 - at);
      int window = (int) (done >>> WINDOW_BITS);
      FloatBuffer in = ((Floats) values).windows[window];
      FloatBuffer sign = ((Floats) signs).windows[window];
      FloatBuffer out = windows[window];
      for (int i = at; i < at + length; i++) {
        out.put(i, sign.get(i) > 0 ? in.get(i) : 0);
      }
      done += length;
    }
  }

  @Override
  void addScaled(double alpha, Reals x) {
    FloatPointer from = ((Floats) x).address;
    if (size <= LONGEST) {
      openblas_nolapack.cblas_saxpy((int) size, (float) alpha, from, 1, address, 1);
      return;
    }
    for (long start = 0; start < size; start += LONGEST) {
      int length = (int) Math.min(LONGEST, size - start);
      openblas_nolapack.cblas_saxpy(
          length, (float) alpha, from.getPointer(start), 1, address.getPointer(start), 1);
    }
  }
}
