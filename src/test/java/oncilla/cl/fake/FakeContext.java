package oncilla.cl.fake;

import java.util.ArrayList;
import java.util.List;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClErrors;
import oncilla.cl.ClException;
import oncilla.cl.ClHostMemory;
import oncilla.cl.ClProgram;
import oncilla.cl.ClQueue;

/** A context that knows its children. */
final class FakeContext extends FakeObject implements ClContext {
  private static final int CL_BUILD_PROGRAM_FAILURE = -11;
  private static final int CL_INVALID_BINARY = -42;
  private static final int CL_INVALID_BUFFER_SIZE = -61;

  private final ClDevice device;
  private final List<FakeObject> children = new ArrayList<>();

  FakeContext(Recorder recorder, String name, ClDevice device) {
    super(recorder, Kind.CONTEXT, name);
    this.device = device;
  }

  <T extends FakeObject> T adopt(T child) {
    children.add(child);
    return child;
  }

  @Override
  public ClDevice device() {
    return device;
  }

  @Override
  public ClQueue createQueue() {
    return createQueue(false);
  }

  @Override
  public ClQueue createTimingQueue() {
    return createQueue(true);
  }

  private ClQueue createQueue(boolean times) {
    checkOpen();
    String name = recorder().nextName(Kind.QUEUE);
    recorder().call("clCreateCommandQueue", name, times ? "times" : "");
    return adopt(new FakeQueue(this, name, times));
  }

  @Override
  public ClBuffer createBuffer(long bytes) {
    checkOpen();
    String name = recorder().nextName(Kind.BUFFER);
    recorder().call("clCreateBuffer", name, bytes + " bytes");
    if (bytes <= 0 || bytes > device.maxAllocationBytes()) {
      throw new ClException("clCreateBuffer", CL_INVALID_BUFFER_SIZE, bytes + " bytes");
    }
    return adopt(new FakeBuffer(recorder(), name, bytes));
  }

  @Override
  public ClHostMemory createHostMemory(ClQueue queue, long bytes) {
    checkOpen();
    ((FakeQueue) queue).checkOpen();
    String name = recorder().nextName(Kind.HOST_MEMORY);
    recorder().call("clCreateBuffer", name, bytes + " bytes of host memory");
    return adopt(new FakeHostMemory(recorder(), name, Math.toIntExact(bytes)));
  }

  @Override
  public ClProgram build(String program, String source, String options) {
    checkOpen();
    String name = recorder().nextName(Kind.PROGRAM);
    recorder().call("clCreateProgramWithSource", name, program);
    int code = recorder().callForCode("clBuildProgram", name, options);
    if (code == CL_BUILD_PROGRAM_FAILURE) {
      String log = ClErrors.symbol(code) + "\nfake log: " + program + " was told to fail";
      throw new ClBuildException(program, options, log, source);
    }
    if (code != 0) {
      throw new ClException("clBuildProgram", code, program + ", options " + options);
    }
    return adopt(new FakeProgram(this, name, program, source, options));
  }

  @Override
  public ClProgram load(String program, byte[] binary, String options) {
    checkOpen();
    String name = recorder().nextName(Kind.PROGRAM);
    recorder().call("clCreateProgramWithBinary", name, program);
    String source =
        FakeProgram.sourceOf(binary, device)
            .orElseThrow(
                () -> new ClException("clCreateProgramWithBinary", CL_INVALID_BINARY, program));
    recorder().call("clBuildProgram", name, options);
    return adopt(new FakeProgram(this, name, program, source, options));
  }

  @Override
  public void close() {
    List<FakeObject> open = children.stream().filter(child -> !child.closed()).toList();
    if (!open.isEmpty()) {
      throw new IllegalStateException(objectName() + " is closed before " + open);
    }
    super.close();
  }
}
