package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Numbers in fp64. */
final class Doubles extends Reals {
  private static final int WINDOW_BITS = NativeMemory.WINDOW_BITS - 3;
  private static final int WITHIN = (1 << WINDOW_BITS) - 1;

  /** OpenBLAS counts elements in 31 bits. */
  private static final int LONGEST = 1 << 30;

  private final DoubleBuffer[] windows;
  private final DoublePointer address;
  private final long size;

  /** The {@code size} numbers at {@code address}, which {@code windows} show. */
  Doubles(ByteBuffer[] windows, BytePointer address, long size) {
    this.windows = new DoubleBuffer[windows.length];
    for (int i = 0; i < windows.length; i++) {
      this.windows[i] = windows[i].asDoubleBuffer();
    }
    this.address = new DoublePointer(address);
    this.size = size;
  }

  @Override
  double get(long index) {
    return windows[(int) (index >>> WINDOW_BITS)].get((int) index & WITHIN);
  }

  @Override
  void set(long index, double value) {
    windows[(int) (index >>> WINDOW_BITS)].put((int) index & WITHIN, value);
  }

  @Override
  void multiply(double alpha, Reals a, Reals b, Extents extents) {
    openblas_nolapack.cblas_dgemm(
        openblas_nolapack.CblasRowMajor,
        extents.transposeA(),
        extents.transposeB(),
        extents.m(),
        extents.n(),
        extents.k(),
        alpha,
        ((Doubles) a).address,
        extents.rowA(),
        ((Doubles) b).address,
        extents.rowB(),
        0,
        address,
        extents.rowC());
  }

  @Override
  void addScaled(double alpha, Reals x) {
    DoublePointer from = ((Doubles) x).address;
    if (size <= LONGEST) {
      openblas_nolapack.cblas_daxpy((int) size, alpha, from, 1, address, 1);
      return;
    }
    for (long start = 0; start < size; start += LONGEST) {
      int length = (int) Math.min(LONGEST, size - start);
      openblas_nolapack.cblas_daxpy(
          length, alpha, from.getPointer(start), 1, address.getPointer(start), 1);
    }
  }
}
