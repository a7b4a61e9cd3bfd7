package oncilla.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.NULL;
import static org.lwjgl.system.MemoryUtil.memAlloc;
import static org.lwjgl.system.MemoryUtil.memFree;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import oncilla.base.Closing;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClChecks;
import oncilla.cl.ClErrors;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClProgram;
import oncilla.cl.DeviceSearch;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** A built cl_program. */
final class LwjglProgram implements ClProgram {
  private final long program;
  private final String name;
  private boolean closed;

  private LwjglProgram(long program, String name) {
    this.program = program;
    this.name = name;
  }

  static LwjglProgram build(long context, long device, String name, String source, String options) {
    long handle = create(context, name, source);
    LwjglProgram program = new LwjglProgram(handle, name);
    int code = CL10.clBuildProgram(handle, device, options, null, NULL);
    if (code != CL10.CL_SUCCESS) {
      throw program.closedFor(program.failure(code, device, source, options));
    }
    return program;
  }

  static LwjglProgram load(long context, long device, String name, byte[] binary, String options) {
    LwjglProgram program = new LwjglProgram(create(context, device, name, binary), name);
    int code = CL10.clBuildProgram(program.program, device, options, null, NULL);
    if (code != CL10.CL_SUCCESS) {
      throw program.closedFor(
          new ClException("clBuildProgram", code, "binary of " + name + ", options " + options));
    }
    return program;
  }

  /** Releases what did not build; {@code failure} is what to throw. */
  private RuntimeException closedFor(RuntimeException failure) {
    Closing.after(failure, this);
    return failure;
  }

  private static long create(long context, String name, String source) {
    try (MemoryStack stack = stackPush()) {
      IntBuffer code = stack.callocInt(1);
      long handle = CL10.clCreateProgramWithSource(context, source, code);
      if (code.get(0) != CL10.CL_SUCCESS) {
        throw new ClException("clCreateProgramWithSource", code.get(0), name);
      }
      return handle;
    }
  }

  private static long create(long context, long device, String name, byte[] binary) {
    ByteBuffer copy = memAlloc(binary.length).put(binary).flip();
    try (MemoryStack stack = stackPush()) {
      IntBuffer code = stack.callocInt(1);
      long handle =
          CL10.clCreateProgramWithBinary(context, stack.pointers(device), copy, null, code);
      if (code.get(0) != CL10.CL_SUCCESS) {
        throw new ClException("clCreateProgramWithBinary", code.get(0), name);
      }
      return handle;
    } finally {
      memFree(copy);
    }
  }

  private RuntimeException failure(int code, long device, String source, String options) {
    return switch (code) {
      case CL10.CL_BUILD_PROGRAM_FAILURE, CL10.CL_INVALID_BUILD_OPTIONS ->
          new ClBuildException(name, options, ClErrors.symbol(code) + "\n" + log(device), source);
      default -> new ClException("clBuildProgram", code, name + ", options " + options);
    };
  }

  private static String text(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return DeviceSearch.text(bytes);
  }

  private String log(long device) {
    try (MemoryStack stack = stackPush()) {
      PointerBuffer size = stack.callocPointer(1);
      int code =
          CL10.clGetProgramBuildInfo(
              program, device, CL10.CL_PROGRAM_BUILD_LOG, (ByteBuffer) null, size);
      if (code != CL10.CL_SUCCESS) {
        return noLog(code);
      }
      ByteBuffer text = memAlloc(Math.toIntExact(size.get(0)));
      try {
        code = CL10.clGetProgramBuildInfo(program, device, CL10.CL_PROGRAM_BUILD_LOG, text, null);
        return code == CL10.CL_SUCCESS ? text(text) : noLog(code);
      } finally {
        memFree(text);
      }
    }
  }

  private static String noLog(int code) {
    return "(no log: clGetProgramBuildInfo failed with " + ClErrors.symbol(code) + ")";
  }

  @Override
  public ClKernel createKernel(String kernelName) {
    ClChecks.open(closed, "program " + name);
    int[] code = new int[1];
    long kernel = CL10.clCreateKernel(program, kernelName, code);
    if (code[0] != CL10.CL_SUCCESS) {
      throw new ClException(
          "clCreateKernel", code[0], "kernel " + kernelName + " of program " + name);
    }
    return new LwjglKernel(kernel, kernelName);
  }

  // One context has one device, so each of the two lists has one element.
  @Override
  public byte[] binary() {
    ClChecks.open(closed, "program " + name);
    try (MemoryStack stack = stackPush()) {
      PointerBuffer size = stack.callocPointer(1);
      check(CL10.clGetProgramInfo(program, CL10.CL_PROGRAM_BINARY_SIZES, size, null));
      byte[] bytes = new byte[Math.toIntExact(size.get(0))];
      if (bytes.length > 0) {
        ByteBuffer copy = memAlloc(bytes.length);
        try {
          PointerBuffer list = stack.pointers(copy);
          check(CL10.clGetProgramInfo(program, CL10.CL_PROGRAM_BINARIES, list, null));
          copy.get(0, bytes);
        } finally {
          memFree(copy);
        }
      }
      return bytes;
    }
  }

  private void check(int code) {
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clGetProgramInfo", code, "binary of " + name);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = CL10.clReleaseProgram(program);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clReleaseProgram", code, name);
    }
  }
}
