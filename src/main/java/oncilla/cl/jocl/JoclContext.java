package oncilla.cl.jocl;

import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClHostMemory;
import oncilla.cl.ClProgram;
import oncilla.cl.ClQueue;
import oncilla.cl.DeviceSearch.Handles;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;

/** A cl_context. */
final class JoclContext implements ClContext {
  private final Handles<cl_platform_id, cl_device_id> device;
  private final cl_context context;
  private boolean closed;

  private JoclContext(Handles<cl_platform_id, cl_device_id> device, cl_context context) {
    this.device = device;
    this.context = context;
  }

  static JoclContext on(Handles<cl_platform_id, cl_device_id> device) {
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
    int[] code = new int[1];
    cl_context context =
        CL.clCreateContext(properties, 1, new cl_device_id[] {device.device()}, null, null, code);
    if (code[0] != CL.CL_SUCCESS) {
      throw new ClException("clCreateContext", code[0], device.description().name());
    }
    return new JoclContext(device, context);
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
    return createQueue(CL.CL_QUEUE_PROFILING_ENABLE);
  }

  // The function is deprecated since OpenCL 2.0; its successor does not exist in 1.2.
  @SuppressWarnings("deprecation")
  private ClQueue createQueue(long properties) {
    ClChecks.open(closed, "the context");
    int[] code = new int[1];
    cl_command_queue queue = CL.clCreateCommandQueue(context, device.device(), properties, code);
    if (code[0] != CL.CL_SUCCESS) {
      throw new ClException("clCreateCommandQueue", code[0], device.description().name());
    }
    return new JoclQueue(queue);
  }

  @Override
  public ClBuffer createBuffer(long bytes) {
    ClChecks.open(closed, "the context");
    int[] code = new int[1];
    cl_mem memory = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, code);
    if (code[0] != CL.CL_SUCCESS) {
      throw new ClException("clCreateBuffer", code[0], bytes + " bytes");
    }
    return new JoclBuffer(memory, bytes);
  }

  @Override
  public ClHostMemory createHostMemory(ClQueue queue, long bytes) {
    ClChecks.open(closed, "the context");
    return JoclHostMemory.of(context, (JoclQueue) queue, bytes);
  }

  @Override
  public ClProgram build(String name, String source, String options) {
    ClChecks.open(closed, "the context");
    return JoclProgram.build(context, device.device(), name, source, options);
  }

  @Override
  public ClProgram load(String name, byte[] binary, String options) {
    ClChecks.open(closed, "the context");
    return JoclProgram.load(context, device.device(), name, binary, options);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = CL.clReleaseContext(context);
    if (code != CL.CL_SUCCESS) {
      throw new ClException("clReleaseContext", code, device.description().name());
    }
  }
}
