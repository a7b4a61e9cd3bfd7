package oncilla.cl.lwjgl;

import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClException;
import org.lwjgl.opencl.CL10;

/** A cl_mem. */
final class LwjglBuffer implements ClBuffer {
  private final long memory;
  private final long bytes;
  private boolean closed;

  LwjglBuffer(long memory, long bytes) {
    this.memory = memory;
    this.bytes = bytes;
  }

  static LwjglBuffer of(ClBuffer buffer) {
    if (buffer instanceof LwjglBuffer own) {
      ClChecks.open(own.closed, "the buffer");
      return own;
    }
    throw new IllegalArgumentException("not a buffer of LWJGL: " + buffer);
  }

  long memory() {
    return memory;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = CL10.clReleaseMemObject(memory);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clReleaseMemObject", code, bytes + " bytes");
    }
  }
}
