package oncilla.backend.opencl.matmul;

import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.cl.ClDevice;

/**
 * The blocks and panels that a CPU device gets before anybody has measured it: register blocks that
 * fill the vector registers, and the largest block of A that fits into local memory with steps of K
 * that are not too short.
 */
public final class PackedDefaults {
  private static final int MOST_ROWS = 240;
  private static final int FEWEST_ROWS = 24;
  private static final int MOST_LENGTH = 256;
  private static final int LEAST_LENGTH = 128;

  /** Bytes of a vector register of AVX-512, of which there are 32; narrower ones are 16. */
  private static final int WIDE_REGISTER_BYTES = 64;

  private PackedDefaults() {}

  /**
   * The variants for {@code device}.
   *
   * @param vector elements of a vector
   */
  public static MatmulTable of(ClDevice device, Precision precision, int vector) {
    boolean manyRegisters = vector * precision.bytes() == WIDE_REGISTER_BYTES;
    PackedMatmul packed = packed(device, precision, vector, manyRegisters);
    // Few columns of C fill a panel of one vector better than a wide one.
    MatmulVariant narrow =
        new PackedMatmul(
            manyRegisters ? 8 : 4, 1, vector, packed.blockM() / 8 * 8, packed.blockK());
    MatmulVariant direct =
        manyRegisters ? new DirectMatmul(6, 4, 4, vector) : new DirectMatmul(4, 2, 2, vector);
    // Packing pays unless an operand is used for few rows or columns and lies in the right order.
    return MatmulTable.always(packed)
        .with(new MatmulTable.Key(MatmulForm.NT, ShapeClass.THIN), direct)
        .with(new MatmulTable.Key(MatmulForm.NN, ShapeClass.THIN), narrow)
        .with(new MatmulTable.Key(MatmulForm.TN, ShapeClass.THIN), narrow)
        .with(new MatmulTable.Key(MatmulForm.NN, ShapeClass.FLAT), direct)
        .with(new MatmulTable.Key(MatmulForm.TN, ShapeClass.FLAT), direct)
        // The weights' gradient of a thin first layer: in place while the examples stay in the
        // cache, and else from panels that are packed once. Steps of 12288,20,1 with 1,000
        // examples were 1.30 (fp32) and 1.17 (fp64) times as fast so on two cores.
        .withLargeConstant(new MatmulTable.Key(MatmulForm.TN, ShapeClass.FLAT), packed);
  }

  private static PackedMatmul packed(
      ClDevice device, Precision precision, int vector, boolean manyRegisters) {
    int strip = manyRegisters ? 12 : 4;
    int columnVectors = manyRegisters ? 2 : 3;
    int blockM = MOST_ROWS;
    long blockK = length(device, precision, blockM + columnVectors * vector);
    while (blockK < LEAST_LENGTH && blockM > 2 * FEWEST_ROWS) {
      blockM /= 2;
      blockK = length(device, precision, blockM + columnVectors * vector);
    }
    return new PackedMatmul(
        strip,
        columnVectors,
        vector,
        blockM - blockM % strip,
        (int) Math.max(1, Math.min(MOST_LENGTH, blockK)));
  }

  private static long length(ClDevice device, Precision precision, int width) {
    return device.localMemoryBytes() / ((long) width * precision.bytes());
  }
}
