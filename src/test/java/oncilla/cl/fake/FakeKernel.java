package oncilla.cl.fake;

import java.util.Arrays;
import java.util.List;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;

/** A kernel that holds its arguments and compares them with its parameters. */
final class FakeKernel extends FakeObject implements ClKernel {
  private static final int CL_INVALID_ARG_INDEX = -49;
  private static final int CL_INVALID_ARG_VALUE = -50;
  private static final int CL_INVALID_ARG_SIZE = -51;
  private static final int CL_INVALID_KERNEL_ARGS = -52;

  private final String kernel;
  private final List<KernelParameter> parameters;
  private final Object[] arguments;

  FakeKernel(Recorder recorder, String name, String kernel, List<KernelParameter> parameters) {
    super(recorder, Kind.KERNEL, name);
    this.kernel = kernel;
    this.parameters = parameters;
    this.arguments = new Object[parameters.size()];
  }

  @Override
  public String name() {
    return kernel;
  }

  @Override
  public void setBuffer(int index, ClBuffer buffer) {
    FakeBuffer own = (FakeBuffer) buffer;
    own.checkOpen();
    String detail = begin(index, own.objectName());
    if (!parameters.get(index).isPointer()) {
      throw new ClException("clSetKernelArg", CL_INVALID_ARG_VALUE, detail);
    }
    arguments[index] = own;
  }

  @Override
  public void setInt(int index, int value) {
    setScalar(index, value, Integer.BYTES);
  }

  @Override
  public void setLong(int index, long value) {
    setScalar(index, value, Long.BYTES);
  }

  @Override
  public void setFloat(int index, float value) {
    setScalar(index, value, Float.BYTES);
  }

  @Override
  public void setDouble(int index, double value) {
    setScalar(index, value, Double.BYTES);
  }

  private void setScalar(int index, Object value, int bytes) {
    String detail = begin(index, value + ", " + bytes + " bytes");
    KernelParameter parameter = parameters.get(index);
    if (parameter.isPointer()) {
      throw new ClException("clSetKernelArg", CL_INVALID_ARG_VALUE, detail);
    }
    if (parameter.scalarBytes().orElse(bytes) != bytes) {
      throw new ClException("clSetKernelArg", CL_INVALID_ARG_SIZE, detail);
    }
    arguments[index] = value;
  }

  private String begin(int index, String value) {
    checkOpen();
    String detail = "argument " + index + " of kernel " + kernel + ", " + value;
    recorder().call("clSetKernelArg", objectName(), detail);
    if (index < 0 || index >= arguments.length) {
      throw new ClException("clSetKernelArg", CL_INVALID_ARG_INDEX, detail);
    }
    return detail;
  }

  /** The arguments for a launch, all set and none closed; buffers as their names. */
  List<Object> argumentsNow() {
    checkOpen();
    for (int index = 0; index < arguments.length; index++) {
      if (arguments[index] == null) {
        throw new ClException(
            "clEnqueueNDRangeKernel",
            CL_INVALID_KERNEL_ARGS,
            "argument " + index + " of kernel " + kernel + " is not set");
      }
      if (arguments[index] instanceof FakeBuffer buffer) {
        buffer.checkOpen();
      }
    }
    return Arrays.stream(arguments)
        .map(argument -> argument instanceof FakeBuffer buffer ? buffer.objectName() : argument)
        .toList();
  }
}
