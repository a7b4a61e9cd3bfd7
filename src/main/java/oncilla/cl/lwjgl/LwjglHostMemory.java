package oncilla.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import oncilla.cl.ClException;
import oncilla.cl.ClHostMemory;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** A cl_mem with CL_MEM_ALLOC_HOST_PTR that stays mapped. */
final class LwjglHostMemory implements ClHostMemory {
  private final LwjglQueue queue;
  private final long memory;
  private final ByteBuffer mapped;
  private boolean closed;

  private LwjglHostMemory(LwjglQueue queue, long memory, ByteBuffer mapped) {
    this.queue = queue;
    this.memory = memory;
    this.mapped = mapped;
  }

  static LwjglHostMemory of(long context, LwjglQueue queue, long bytes) {
    try (MemoryStack stack = stackPush()) {
      IntBuffer code = stack.callocInt(1);
      long flags = CL10.CL_MEM_READ_WRITE | CL10.CL_MEM_ALLOC_HOST_PTR;
      long memory = CL10.clCreateBuffer(context, flags, bytes, code);
      require(code.get(0), "clCreateBuffer", bytes);
      ByteBuffer mapped =
          CL10.clEnqueueMapBuffer(
              queue.handle(),
              memory,
              true,
              CL10.CL_MAP_READ | CL10.CL_MAP_WRITE,
              0,
              bytes,
              null,
              null,
              code,
              null);
      if (code.get(0) != CL10.CL_SUCCESS) {
        CL10.clReleaseMemObject(memory);
      }
      require(code.get(0), "clEnqueueMapBuffer", bytes);
      return new LwjglHostMemory(queue, memory, mapped);
    }
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
    int unmapped = CL10.clEnqueueUnmapMemObject(queue.handle(), memory, all, null, null);
    int released = CL10.clReleaseMemObject(memory);
    require(unmapped, "clEnqueueUnmapMemObject", mapped.capacity());
    require(released, "clReleaseMemObject", mapped.capacity());
  }

  private static void require(int code, String call, long bytes) {
    if (code != CL10.CL_SUCCESS) {
      throw new ClException(call, code, bytes + " bytes of host memory");
    }
  }
}
