package oncilla.cl.jocl;

import oncilla.base.Closing;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClChecks;
import oncilla.cl.ClErrors;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClProgram;
import oncilla.cl.DeviceSearch;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/** A built cl_program. */
final class JoclProgram implements ClProgram {
  private final cl_program program;
  private final String name;
  private boolean closed;

  private JoclProgram(cl_program program, String name) {
    this.program = program;
    this.name = name;
  }

  static JoclProgram build(
      cl_context context, cl_device_id device, String name, String source, String options) {
    int[] code = new int[1];
    cl_program handle = CL.clCreateProgramWithSource(context, 1, new String[] {source}, null, code);
    if (code[0] != CL.CL_SUCCESS) {
      throw new ClException("clCreateProgramWithSource", code[0], name);
    }
    JoclProgram program = new JoclProgram(handle, name);
    code[0] = CL.clBuildProgram(handle, 1, new cl_device_id[] {device}, options, null, null);
    if (code[0] != CL.CL_SUCCESS) {
      throw program.closedFor(program.failure(code[0], device, source, options));
    }
    return program;
  }

  static JoclProgram load(
      cl_context context, cl_device_id device, String name, byte[] binary, String options) {
    int[] code = new int[1];
    cl_device_id[] devices = {device};
    cl_program handle =
        CL.clCreateProgramWithBinary(
            context, 1, devices, new long[] {binary.length}, new byte[][] {binary}, null, code);
    if (code[0] != CL.CL_SUCCESS) {
      throw new ClException("clCreateProgramWithBinary", code[0], name);
    }
    JoclProgram program = new JoclProgram(handle, name);
    code[0] = CL.clBuildProgram(handle, 1, devices, options, null, null);
    if (code[0] != CL.CL_SUCCESS) {
      throw program.closedFor(
          new ClException("clBuildProgram", code[0], "binary of " + name + ", options " + options));
    }
    return program;
  }

  /** Releases what did not build; {@code failure} is what to throw. */
  private RuntimeException closedFor(RuntimeException failure) {
    Closing.after(failure, this);
    return failure;
  }

  private RuntimeException failure(int code, cl_device_id device, String source, String options) {
    return switch (code) {
      case CL.CL_BUILD_PROGRAM_FAILURE, CL.CL_INVALID_BUILD_OPTIONS ->
          new ClBuildException(name, options, ClErrors.symbol(code) + "\n" + log(device), source);
      default -> new ClException("clBuildProgram", code, name + ", options " + options);
    };
  }

  private String log(cl_device_id device) {
    long[] size = new long[1];
    int code = CL.clGetProgramBuildInfo(program, device, CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
    byte[] bytes = new byte[code == CL.CL_SUCCESS ? Math.toIntExact(size[0]) : 0];
    if (bytes.length > 0) {
      Pointer text = Pointer.to(bytes);
      code =
          CL.clGetProgramBuildInfo(
              program, device, CL.CL_PROGRAM_BUILD_LOG, bytes.length, text, null);
    }
    return code == CL.CL_SUCCESS
        ? DeviceSearch.text(bytes)
        : "(no log: clGetProgramBuildInfo failed with " + ClErrors.symbol(code) + ")";
  }

  @Override
  public ClKernel createKernel(String kernelName) {
    ClChecks.open(closed, "program " + name);
    int[] code = new int[1];
    cl_kernel kernel = CL.clCreateKernel(program, kernelName, code);
    if (code[0] != CL.CL_SUCCESS) {
      throw new ClException(
          "clCreateKernel", code[0], "kernel " + kernelName + " of program " + name);
    }
    return new JoclKernel(kernel, kernelName);
  }

  // One context has one device, so each of the two lists has one element.
  @Override
  public byte[] binary() {
    ClChecks.open(closed, "program " + name);
    long[] size = new long[1];
    int code =
        CL.clGetProgramInfo(
            program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
    byte[] bytes = new byte[code == CL.CL_SUCCESS ? Math.toIntExact(size[0]) : 0];
    if (bytes.length > 0) {
      Pointer list = Pointer.to(new Pointer[] {Pointer.to(bytes)});
      code = CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, list, null);
    }
    if (code != CL.CL_SUCCESS) {
      throw new ClException("clGetProgramInfo", code, "binary of " + name);
    }
    return bytes;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = CL.clReleaseProgram(program);
    if (code != CL.CL_SUCCESS) {
      throw new ClException("clReleaseProgram", code, name);
    }
  }
}
