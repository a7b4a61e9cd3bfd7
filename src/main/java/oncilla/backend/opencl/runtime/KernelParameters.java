package oncilla.backend.opencl.runtime;

import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.PackedMatmul;
import oncilla.backend.opencl.matmul.ShapeClass;
import oncilla.backend.opencl.matmul.TiledDefaults;
import oncilla.cl.ClDevice;

/**
 * The sizes with which kernels are compiled and launched. Two families: a GPU wants many items that
 * share local memory; on a CPU device local memory is ordinary memory and an item is a whole core,
 * so it wants few items with wide vectors (measured on PoCL: a GPU tile is 10 to 30 times slower
 * there).
 *
 * @param elementwiseGroup work-group size of operations on each element
 * @param reductionGroup work-group size of reductions, a power of two
 * @param vectorWidth elements of the vectors of CPU devices, and of those in reductions
 * @param chunks groups of one item each that work on elements and rows is split among on a CPU
 *     device; 0 on a GPU, where each element has an item of its own
 * @param matmul which variant computes which matrix products
 */
public record KernelParameters(
    int elementwiseGroup, int reductionGroup, int vectorWidth, int chunks, MatmulTable matmul) {
  /** Groups for each core of a CPU device: one that is late holds up less than with one each. */
  private static final int CHUNKS_PER_CORE = 2;

  private static final int MOST_PACKED_ROWS = 240;
  private static final int FEWEST_PACKED_ROWS = 24;
  private static final int MOST_PACKED_LENGTH = 256;
  private static final int LEAST_PACKED_LENGTH = 128;

  /** Checks the reduction's tree. */
  public KernelParameters {
    if (Integer.bitCount(reductionGroup) != 1) {
      throw new IllegalArgumentException("reductionGroup must be a power of two");
    }
  }

  /** Whether an item does a chunk of elements or rows with vectors, as CPU devices want it. */
  public boolean isChunked() {
    return chunks > 0;
  }

  /** The same with another choice of matrix products. */
  public KernelParameters withMatmul(MatmulTable table) {
    return new KernelParameters(elementwiseGroup, reductionGroup, vectorWidth, chunks, table);
  }

  /** The defaults for {@code device}: what is used where nothing was tuned. */
  public static KernelParameters forDevice(ClDevice device, Precision precision) {
    return device.type() == ClDevice.Type.CPU || !device.dedicatedLocalMemory()
        ? forCpu(device, precision)
        : forGpu(device, precision);
  }

  private static KernelParameters forCpu(ClDevice device, Precision precision) {
    int width =
        precision == Precision.FP64
            ? device.nativeVectorWidthDouble()
            : device.nativeVectorWidthFloat();
    int vector = Math.min(16, Math.max(4, Integer.highestOneBit(Math.max(1, width))));
    int group = (int) Math.min(256, device.maxWorkGroupSize());
    // A block for 32 vector registers (AVX-512), or for 16.
    boolean manyRegisters = vector * precision.bytes() == 64;
    PackedMatmul packed = packed(device, precision, vector, manyRegisters);
    // Few columns of C fill a panel of one vector better than a wide one.
    MatmulVariant narrow =
        new PackedMatmul(
            manyRegisters ? 8 : 4, 1, vector, packed.blockM() / 8 * 8, packed.blockK());
    MatmulVariant direct =
        manyRegisters ? new DirectMatmul(6, 4, 4, vector) : new DirectMatmul(4, 2, 2, vector);
    // Packing pays unless an operand is used for few rows or columns and lies in the right order.
    MatmulTable matmul =
        MatmulTable.always(packed)
            .with(new MatmulTable.Key(MatmulForm.NT, ShapeClass.THIN), direct)
            .with(new MatmulTable.Key(MatmulForm.NN, ShapeClass.THIN), narrow)
            .with(new MatmulTable.Key(MatmulForm.TN, ShapeClass.THIN), narrow)
            .with(new MatmulTable.Key(MatmulForm.NN, ShapeClass.FLAT), direct)
            .with(new MatmulTable.Key(MatmulForm.TN, ShapeClass.FLAT), direct)
            // The weights' gradient of a thin first layer: in place while the examples stay in the
            // cache, and else from panels that are packed once. Steps of 12288,20,1 with 1,000
            // examples were 1.30 (fp32) and 1.17 (fp64) times as fast so on two cores.
            .withLargeConstant(new MatmulTable.Key(MatmulForm.TN, ShapeClass.FLAT), packed);
    return new KernelParameters(group, 1, vector, CHUNKS_PER_CORE * device.computeUnits(), matmul);
  }

  /**
   * Register blocks that fill the vector registers, and the largest block of A that fits into local
   * memory with steps of K that are not too short.
   */
  private static PackedMatmul packed(
      ClDevice device, Precision precision, int vector, boolean manyRegisters) {
    int strip = manyRegisters ? 12 : 4;
    int columnVectors = manyRegisters ? 2 : 3;
    int blockM = MOST_PACKED_ROWS;
    long blockK = packedLength(device, precision, blockM + columnVectors * vector);
    while (blockK < LEAST_PACKED_LENGTH && blockM > 2 * FEWEST_PACKED_ROWS) {
      blockM /= 2;
      blockK = packedLength(device, precision, blockM + columnVectors * vector);
    }
    return new PackedMatmul(
        strip,
        columnVectors,
        vector,
        blockM - blockM % strip,
        (int) Math.max(1, Math.min(MOST_PACKED_LENGTH, blockK)));
  }

  private static long packedLength(ClDevice device, Precision precision, int width) {
    return device.localMemoryBytes() / ((long) width * precision.bytes());
  }

  private static KernelParameters forGpu(ClDevice device, Precision precision) {
    int group = Integer.highestOneBit((int) Math.min(256, device.maxWorkGroupSize()));
    return new KernelParameters(group, group, 4, 0, TiledDefaults.of(device, precision));
  }
}
