package oncilla.cl.jocl;

import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/** A cl_mem. */
final class JoclBuffer implements ClBuffer {
  private final cl_mem memory;
  private final long bytes;

  /** To the handle, as a kernel argument wants it; kept because it is asked for often. */
  private final Pointer argument;

  private boolean closed;

  JoclBuffer(cl_mem memory, long bytes) {
    this.memory = memory;
    this.bytes = bytes;
    this.argument = Pointer.to(memory);
  }

  static JoclBuffer of(ClBuffer buffer) {
    if (buffer instanceof JoclBuffer own) {
      ClChecks.open(own.closed, "the buffer");
      return own;
    }
    throw new IllegalArgumentException("not a buffer of JOCL: " + buffer);
  }

  cl_mem memory() {
    return memory;
  }

  Pointer argument() {
    return argument;
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
    int code = CL.clReleaseMemObject(memory);
    if (code != CL.CL_SUCCESS) {
      throw new ClException("clReleaseMemObject", code, bytes + " bytes");
    }
  }
}
