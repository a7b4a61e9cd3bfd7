package oncilla.backend.opencl.runtime;

import java.util.Map;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.PackedDefaults;
import oncilla.backend.opencl.matmul.TiledDefaults;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.cl.ClDevice;

/**
 * The sizes with which the kernels of a device are compiled and launched. A GPU gets many work
 * items that share local memory. A CPU device gets few work items with wide vectors, because there
 * a work item keeps a whole core busy and local memory is ordinary memory (measured on PoCL: tiles
 * made for a GPU are 10 to 30 times slower there).
 *
 * @param elementwiseGroup work-group size of operations on each element
 * @param reductionGroup work-group size of reductions, a power of two
 * @param vectorWidth elements of the vectors of CPU devices, and of those in reductions
 * @param chunks groups of one item each that work on elements and rows is split among on a CPU
 *     device; 0 on a GPU, where each element has an item of its own
 * @param matmul which variant computes which matrix products
 * @param matmulPrecision how exact matrix products must be
 */
public record KernelParameters(
    int elementwiseGroup,
    int reductionGroup,
    int vectorWidth,
    int chunks,
    MatmulTable matmul,
    MatmulPrecision matmulPrecision) {
  /** Groups for each core of a CPU device: one that is late holds up less than with one each. */
  private static final int CHUNKS_PER_CORE = 2;

  /** Checks the reduction's tree. */
  public KernelParameters {
    if (Integer.bitCount(reductionGroup) != 1) {
      throw new IllegalArgumentException("reductionGroup must be a power of two");
    }
  }

  /** Parameters whose products are as exact as they can be. */
  public KernelParameters(
      int elementwiseGroup, int reductionGroup, int vectorWidth, int chunks, MatmulTable matmul) {
    this(elementwiseGroup, reductionGroup, vectorWidth, chunks, matmul, MatmulPrecision.HIGHEST);
  }

  /** Whether an item does a chunk of elements or rows with vectors, as CPU devices want it. */
  public boolean isChunked() {
    return chunks > 0;
  }

  /** The same with another choice of matrix products. */
  public KernelParameters withMatmul(MatmulTable table) {
    return new KernelParameters(
        elementwiseGroup, reductionGroup, vectorWidth, chunks, table, matmulPrecision);
  }

  /** The same with matrix products that may be less exact, or must be more. */
  public KernelParameters with(MatmulPrecision asked) {
    return new KernelParameters(
        elementwiseGroup, reductionGroup, vectorWidth, chunks, matmul, asked);
  }

  /**
   * A file of kernels over elements or reductions, with the macros that all of these have.
   *
   * @param file name in the folder {@code kernels}
   * @param group work-group size
   */
  ProgramKey program(String file, Precision precision, int group) {
    return new ProgramKey(
        file,
        Map.of(
            "REAL_IS_DOUBLE",
            precision == Precision.FP64 ? 1 : 0,
            "LS",
            group,
            "VW",
            vectorWidth,
            "CHUNKED",
            isChunked() ? 1 : 0));
  }

  /** The defaults for {@code device}: what is used where nothing was tuned. */
  public static KernelParameters forDevice(ClDevice device, Precision precision) {
    return device.isGpuLike() ? forGpu(device, precision) : forCpu(device, precision);
  }

  private static KernelParameters forCpu(ClDevice device, Precision precision) {
    int vector = new DeviceLimits(device, precision).vectorWidth();
    int group = (int) Math.min(256, device.maxWorkGroupSize());
    return new KernelParameters(
        group,
        1,
        vector,
        CHUNKS_PER_CORE * device.computeUnits(),
        PackedDefaults.of(device, precision, vector));
  }

  private static KernelParameters forGpu(ClDevice device, Precision precision) {
    int group = Integer.highestOneBit((int) Math.min(256, device.maxWorkGroupSize()));
    return new KernelParameters(group, group, 4, 0, TiledDefaults.of(device, precision));
  }
}
