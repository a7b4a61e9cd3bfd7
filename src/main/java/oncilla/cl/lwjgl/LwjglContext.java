package oncilla.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.NULL;

import java.nio.IntBuffer;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClHostMemory;
import oncilla.cl.ClProgram;
import oncilla.cl.ClQueue;
import oncilla.cl.DeviceSearch.Handles;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** A cl_context. */
final class LwjglContext implements ClContext {
  private final Handles<Long, Long> device;
  private final long context;
  private boolean closed;

  private LwjglContext(Handles<Long, Long> device, long context) {
    this.device = device;
    this.context = context;
  }

  static LwjglContext on(Handles<Long, Long> device) {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer properties = stack.pointers(CL10.CL_CONTEXT_PLATFORM, device.platform(), NULL);
      int[] code = new int[1];
      PointerBuffer devices = stack.pointers(device.device());
      long context = CL10.clCreateContext(properties, devices, null, NULL, code);
      if (code[0] != CL10.CL_SUCCESS) {
        throw new ClException("clCreateContext", code[0], device.description().name());
      }
      return new LwjglContext(device, context);
    }
  }

  @Override
  public ClDevice device() {
    return device.description();
  }

  @Override
  public ClQueue createQueue() {
    return createQueue(0);
  }

  @Override
  public ClQueue createTimingQueue() {
    return createQueue(CL10.CL_QUEUE_PROFILING_ENABLE);
  }

  private ClQueue createQueue(long properties) {
    ClChecks.open(closed, "the context");
    int[] code = new int[1];
    long queue = CL10.clCreateCommandQueue(context, device.device(), properties, code);
    if (code[0] != CL10.CL_SUCCESS) {
      throw new ClException("clCreateCommandQueue", code[0], device.description().name());
    }
    return new LwjglQueue(queue);
  }

  @Override
  public ClBuffer createBuffer(long bytes) {
    ClChecks.open(closed, "the context");
    try (MemoryStack stack = stackPush()) {
      IntBuffer code = stack.callocInt(1);
      long memory = CL10.clCreateBuffer(context, CL10.CL_MEM_READ_WRITE, bytes, code);
      if (code.get(0) != CL10.CL_SUCCESS) {
        throw new ClException("clCreateBuffer", code.get(0), bytes + " bytes");
      }
      return new LwjglBuffer(memory, bytes);
    }
  }

  @Override
  public ClHostMemory createHostMemory(ClQueue queue, long bytes) {
    ClChecks.open(closed, "the context");
    return LwjglHostMemory.of(context, (LwjglQueue) queue, bytes);
  }

  @Override
  public ClProgram build(String name, String source, String options) {
    ClChecks.open(closed, "the context");
    return LwjglProgram.build(context, device.device(), name, source, options);
  }

  @Override
  public ClProgram load(String name, byte[] binary, String options) {
    ClChecks.open(closed, "the context");
    return LwjglProgram.load(context, device.device(), name, binary, options);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = CL10.clReleaseContext(context);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clReleaseContext", code, device.description().name());
    }
  }
}
