package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A product in fp32 whose sums are long and few: the first layer of a small net on pictures. The
 * sums are cut into pieces of {@value #PIECE} terms. OpenBLAS computes a piece with all its
 * rounding within small numbers, {@value #PIECES} of them are added in fp32, and the rest is added
 * in double.
 *
 * <p>Why: left alone OpenBLAS adds some 400 terms one after the other, which ones depends on the
 * processor, and for 12288 terms is off by 2.7e-7 to 3.4e-7 of the result; in pieces it is off by
 * less than 2e-7. That is little, but the path of a training run is sensitive to the sign of a
 * pre-activation near 0. Of the three cat runs with known costs OpenBLAS alone lost two within the
 * first hundred iterations with its kernels for Cooper Lake, by 1e-5 and 1e-3, and one with those
 * for Haswell; with pieces of 256 terms or fewer no run was lost there with any kernel tried. Later
 * every fp32 run departs. Longer pieces cost less: for 209 × 20 × 12288 on two cores those of 256
 * terms take a fifth less, but a 3 × 5 × 1151 in the form TN was then off by 4.9e-7.
 *
 * <p>Where there are more outputs than terms it would cost more and is not done.
 */
final class SplitKGemm implements Runnable {
  /** Terms that are added one after the other. */
  private static final int PIECE = 128;

  /** Pieces that are added in fp32. */
  private static final int PIECES = 8;

  /** Shorter sums are left to OpenBLAS. */
  private static final int LONG = PIECE * PIECES;

  /** Outputs up to which room for a copy in double is nothing. */
  private static final int MOST_OUTPUTS = 1 << 20;

  private final double alpha;
  private final GemmArguments arguments;
  private final FloatPointer[] a;
  private final FloatPointer[] b;
  private final Floats c;
  private final int firstC;
  private final FloatBuffer partial;
  private final FloatPointer partialAddress;
  private final float[] values;
  private final double[] sums;

  /**
   * C = alpha · op(A)·op(B), or a block of it.
   *
   * @param a not modified
   * @param firstA index of the first element of A
   * @param b not modified
   * @param firstB index of the first element of B
   * @param c modified by {@link #run}
   * @param firstC index of the first element of the product
   */
  SplitKGemm(
      MatmulForm form,
      double alpha,
      Floats a,
      long firstA,
      Floats b,
      long firstB,
      Floats c,
      long firstC,
      GemmArguments arguments) {
    this.alpha = alpha;
    this.arguments = arguments;
    this.a = pieces(a, firstA, form == MatmulForm.TN ? arguments.rowA() : 1, arguments.k());
    this.b = pieces(b, firstB, form == MatmulForm.NT ? 1 : arguments.rowB(), arguments.k());
    this.c = c;
    this.firstC = Math.toIntExact(firstC);
    int outputs = arguments.m() * arguments.n();
    partial =
        ByteBuffer.allocateDirect(outputs * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    partialAddress = new FloatPointer(partial);
    values = new float[outputs];
    sums = new double[outputs];
  }

  /** Whether the sums of a product in fp32 are long and few. */
  static boolean suits(MatmulDims dims) {
    long outputs = dims.m() * dims.n();
    return dims.k() > LONG && outputs <= dims.k() && outputs <= MOST_OUTPUTS;
  }

  /** Computes the product. */
  @Override
  public void run() {
    Arrays.fill(sums, 0);
    for (int first = 0; first < a.length; first += PIECES) {
      for (int piece = first; piece < Math.min(a.length, first + PIECES); piece++) {
        multiply(piece, piece == first ? 0 : 1);
      }
      partial.get(0, values);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += values[i];
      }
    }
    for (int i = 0; i < sums.length; i++) {
      values[i] = (float) sums[i];
    }
    int columns = arguments.n();
    for (int row = 0; row < arguments.m(); row++) {
      c.set(firstC + row * arguments.rowC(), values, row * columns, columns);
    }
  }

  private void multiply(int piece, float beta) {
    openblas_nolapack.cblas_sgemm(
        openblas_nolapack.CblasRowMajor,
        arguments.transposeA(),
        arguments.transposeB(),
        arguments.m(),
        arguments.n(),
        Math.min(PIECE, arguments.k() - piece * PIECE),
        (float) alpha,
        a[piece],
        arguments.rowA(),
        b[piece],
        arguments.rowB(),
        beta,
        partialAddress,
        arguments.n());
  }

  /**
   * Where the terms 0, {@value #PIECE}, … begin, which are {@code stride} numbers apart from {@code
   * first} on.
   */
  private static FloatPointer[] pieces(Floats matrix, long first, long stride, int terms) {
    FloatPointer[] starts = new FloatPointer[(terms + PIECE - 1) / PIECE];
    Arrays.setAll(starts, piece -> matrix.address(first + stride * PIECE * piece));
    return starts;
  }
}
