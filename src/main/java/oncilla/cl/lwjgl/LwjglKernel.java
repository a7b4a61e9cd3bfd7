package oncilla.cl.lwjgl;

import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import org.lwjgl.opencl.CL10;

/** A cl_kernel. */
final class LwjglKernel implements ClKernel {
  private final long kernel;
  private final String name;
  private boolean closed;

  LwjglKernel(long kernel, String name) {
    this.kernel = kernel;
    this.name = name;
  }

  static LwjglKernel of(ClKernel kernel) {
    if (kernel instanceof LwjglKernel own) {
      return own;
    }
    throw new IllegalArgumentException("not a kernel of LWJGL: " + kernel);
  }

  long handle() {
    ClChecks.open(closed, name);
    return kernel;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void setBuffer(int index, ClBuffer buffer) {
    long memory = LwjglBuffer.of(buffer).memory();
    check(CL10.clSetKernelArg1p(handle(), index, memory), index, "buffer");
  }

  @Override
  public void setInt(int index, int value) {
    check(CL10.clSetKernelArg1i(handle(), index, value), index, "int");
  }

  @Override
  public void setLong(int index, long value) {
    check(CL10.clSetKernelArg1l(handle(), index, value), index, "long");
  }

  @Override
  public void setFloat(int index, float value) {
    check(CL10.clSetKernelArg1f(handle(), index, value), index, "float");
  }

  @Override
  public void setDouble(int index, double value) {
    check(CL10.clSetKernelArg1d(handle(), index, value), index, "double");
  }

  private void check(int code, int index, String type) {
    if (code != CL10.CL_SUCCESS) {
      throw new ClException(
          "clSetKernelArg", code, "argument " + index + " of kernel " + name + ", " + type);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    int code = CL10.clReleaseKernel(kernel);
    if (code != CL10.CL_SUCCESS) {
      throw new ClException("clReleaseKernel", code, name);
    }
  }
}
