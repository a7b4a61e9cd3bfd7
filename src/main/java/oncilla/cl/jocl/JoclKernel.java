package oncilla.cl.jocl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClChecks;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;

/**
 * A cl_kernel. A scalar argument goes through one small direct buffer: cheaper than a new array and
 * pointer for each, and the garbage collector need not pin anything.
 */
final class JoclKernel implements ClKernel {
  private final cl_kernel kernel;
  private final String name;
  private final ByteBuffer scalar =
      ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
  private final Pointer scalarPointer = Pointer.to(scalar);
  private boolean closed;

  JoclKernel(cl_kernel kernel, String name) {
    this.kernel = kernel;
    this.name = name;
  }

  static JoclKernel of(ClKernel kernel) {
    if (kernel instanceof JoclKernel own) {
      return own;
    }
    throw new IllegalArgumentException("not a kernel of JOCL: " + kernel);
  }

  cl_kernel handle() {
    ClChecks.open(closed, name);
    return kernel;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void setBuffer(int index, ClBuffer buffer) {
    JoclBuffer own = JoclBuffer.of(buffer);
    set(index, Sizeof.cl_mem, own.argument(), "buffer");
  }

  @Override
  public void setInt(int index, int value) {
    scalar.putInt(0, value);
    set(index, Integer.BYTES, scalarPointer, "int");
  }

  @Override
  public void setLong(int index, long value) {
    scalar.putLong(0, value);
    set(index, Long.BYTES, scalarPointer, "long");
  }

  @Override
  public void setFloat(int index, float value) {
    scalar.putFloat(0, value);
    set(index, Float.BYTES, scalarPointer, "float");
  }

  @Override
  public void setDouble(int index, double value) {
    scalar.putDouble(0, value);
    set(index, Double.BYTES, scalarPointer, "double");
  }

  private void set(int index, int bytes, Pointer value, String type) {
    int code = CL.clSetKernelArg(handle(), index, bytes, value);
    if (code != CL.CL_SUCCESS) {
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
    int code = CL.clReleaseKernel(kernel);
    if (code != CL.CL_SUCCESS) {
      throw new ClException("clReleaseKernel", code, name);
    }
  }
}
