package oncilla.backend.opencl.matmul;

import oncilla.backend.Precision;
import oncilla.cl.ClDevice;

/**
 * What parameters must fit.
 *
 * @param device its limits
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
    return device.type() != ClDevice.Type.CPU && device.dedicatedLocalMemory();
  }
}
