package oncilla.cl.jocl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import oncilla.cl.ClException;
import oncilla.cl.ClHostMemory;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_mem;

/** A cl_mem with CL_MEM_ALLOC_HOST_PTR that stays mapped. */
final class JoclHostMemory implements ClHostMemory {
  private final JoclQueue queue;
  private final cl_mem memory;
  private final ByteBuffer mapped;
  private boolean closed;

  private JoclHostMemory(JoclQueue queue, cl_mem memory, ByteBuffer mapped) {
    this.queue = queue;
    this.memory = memory;
    this.mapped = mapped;
  }

  static JoclHostMemory of(cl_context context, JoclQueue queue, long bytes) {
    int[] code = new int[1];
    long flags = CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR;
    cl_mem memory = CL.clCreateBuffer(context, flags, bytes, null, code);
    require(code[0], "clCreateBuffer", bytes);
    ByteBuffer mapped =
        CL.clEnqueueMapBuffer(
            queue.handle(),
            memory,
            true,
            CL.CL_MAP_READ | CL.CL_MAP_WRITE,
            0,
            bytes,
            0,
            null,
            null,
            code);
    if (code[0] != CL.CL_SUCCESS) {
      CL.clReleaseMemObject(memory);
    }
    require(code[0], "clEnqueueMapBuffer", bytes);
    return new JoclHostMemory(queue, memory, mapped.order(ByteOrder.nativeOrder()));
  }

  @Override
  public ByteBuffer bytes() {
    return mapped;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // From its start, wherever its position is: that address was mapped.
    ByteBuffer all = mapped.duplicate().clear();
    int unmapped = CL.clEnqueueUnmapMemObject(queue.handle(), memory, all, 0, null, null);
    int released = CL.clReleaseMemObject(memory);
    require(unmapped, "clEnqueueUnmapMemObject", mapped.capacity());
    require(released, "clReleaseMemObject", mapped.capacity());
  }

  private static void require(int code, String call, long bytes) {
    if (code != CL.CL_SUCCESS) {
      throw new ClException(call, code, bytes + " bytes of host memory");
    }
  }
}
