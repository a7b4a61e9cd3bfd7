package oncilla.cl.jocl;

import oncilla.cl.ClBuildException;
import oncilla.cl.ClChecks;
import oncilla.cl.ClErrors;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClProgram;
import org.jocl.CL;
import org.jocl.Pointer;
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
      RuntimeException failure = program.failure(code[0], device, source, options);
      try {
        program.close();
      } catch (ClException release) {
        failure.addSuppressed(release);
      }
      throw failure;
    }
    return program;
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
        ? JoclDevice.trimmed(bytes)
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
