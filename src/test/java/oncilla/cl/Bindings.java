package oncilla.cl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import oncilla.Requirements;

/** What the tests of the bindings need: the first device, memory, and a kernel. */
final class Bindings {
  /** sum = scale · (x + y), each from an offset of its own on. */
  static final String ADD =
      """
      __kernel void add(__global const float *x, const ulong xOffset,
                        __global const float *y, const int yOffset,
                        const float scale, __global float *sum, const int n) {
        const int i = get_global_id(0);
        if (i < n) sum[i] = scale * (x[xOffset + i] + y[yOffset + i]);
      }
      """;

  private Bindings() {}

  /** The devices that a driver sees; without any the test is skipped, or fails. */
  static List<ClDevice> devices(ClDriver driver) {
    try {
      return driver.devices();
    } catch (ClUnavailableException unavailable) {
      Requirements.missing("opencl", unavailable.getMessage());
      throw new AssertionError("missing() returns never", unavailable);
    }
  }

  /** A context of the first device. */
  static ClContext open(ClDriver driver) {
    return driver.createContext(devices(driver).get(0));
  }

  /** Memory in the order of bytes that a device reads. */
  static ByteBuffer host(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Such memory with these numbers. */
  static ByteBuffer host(float... values) {
    ByteBuffer bytes = host(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  /** The first numbers of a buffer. */
  static float[] floats(ClQueue queue, ClBuffer buffer, int count) {
    ByteBuffer bytes = host(count * Float.BYTES);
    queue.read(buffer, 0, bytes);
    float[] values = new float[count];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
