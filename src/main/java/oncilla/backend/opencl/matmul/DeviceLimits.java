package oncilla.backend.opencl.matmul;

import oncilla.backend.Precision;
import oncilla.cl.ClDevice;

/**
 * What a device allows variants of matrix products to need, for operands of one precision.
 *
 * @param device the device
 * @param precision of the operands
 */
public record DeviceLimits(ClDevice device, Precision precision) {
  /** Elements of the device's vector registers, as kernels for CPU devices use them: 4, 8 or 16. */
  public int vectorWidth() {
    int width =
        precision == Precision.FP64
            ? device.nativeVectorWidthDouble()
            : device.nativeVectorWidthFloat();
    return Math.min(16, Math.max(4, Integer.highestOneBit(Math.max(1, width))));
  }

  /** Whether items of a group share fast memory, as on a GPU. */
  public boolean hasFastLocalMemory() {
    return device.isGpuLike();
  }

  /** Whether an item is a whole core with vectors, as on a CPU device. */
  public boolean hasVectorCores() {
    return !hasFastLocalMemory();
  }

  /** Bytes of local memory that a work group can have. */
  public long localMemoryBytes() {
    return device.localMemoryBytes();
  }

  /** Items that a work group can have. */
  public long workGroupSize() {
    return device.maxWorkGroupSize();
  }
}
