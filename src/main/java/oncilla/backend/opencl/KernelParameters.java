package oncilla.backend.opencl;

import oncilla.backend.Precision;
import oncilla.cl.ClDevice;

/**
 * The sizes with which kernels are compiled and launched. Two families: a GPU wants many items that
 * share local memory; on a CPU device local memory is ordinary memory and an item is a whole core,
 * so it wants few items with wide vectors (measured on PoCL: a GPU tile is 10 to 30 times slower
 * there).
 *
 * @param elementwiseGroup work-group size of operations on each element
 * @param reductionGroup work-group size of reductions, a power of two
 * @param vectorWidth elements of the vectors in reductions
 * @param matmul which variant computes which matrix products
 */
public record KernelParameters(
    int elementwiseGroup, int reductionGroup, int vectorWidth, MatmulTable matmul) {
  /** Checks the reduction's tree. */
  public KernelParameters {
    if (Integer.bitCount(reductionGroup) != 1) {
      throw new IllegalArgumentException("reductionGroup must be a power of two");
    }
  }

  /** The same with another choice of matrix products. */
  KernelParameters withMatmul(MatmulTable table) {
    return new KernelParameters(elementwiseGroup, reductionGroup, vectorWidth, table);
  }

  /** The defaults for {@code device}: what is used where nothing was tuned. */
  public static KernelParameters forDevice(ClDevice device, Precision precision) {
    return device.type() == ClDevice.Type.CPU || !device.dedicatedLocalMemory()
        ? forCpu(device, precision)
        : forGpu(device);
  }

  private static KernelParameters forCpu(ClDevice device, Precision precision) {
    int width =
        precision == Precision.FP64
            ? device.nativeVectorWidthDouble()
            : device.nativeVectorWidthFloat();
    int vector = Math.min(16, Math.max(4, Integer.highestOneBit(Math.max(1, width))));
    int group = (int) Math.min(256, device.maxWorkGroupSize());
    return new KernelParameters(
        group, 1, vector, MatmulTable.always(new MatmulVariant.Direct(4, 4, 4, vector)));
  }

  private static KernelParameters forGpu(ClDevice device) {
    int group = Integer.highestOneBit((int) Math.min(256, device.maxWorkGroupSize()));
    MatmulVariant matmul =
        group >= 256
            ? new MatmulVariant.Tiled(64, 64, 16, 4, 4)
            : new MatmulVariant.Tiled(16, 16, 16, 2, 2);
    return new KernelParameters(group, group, 4, MatmulTable.always(matmul));
  }
}
