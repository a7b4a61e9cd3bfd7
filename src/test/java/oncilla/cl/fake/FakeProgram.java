package oncilla.cl.fake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClProgram;

/** A program that knows its kernels' parameters from the source. */
final class FakeProgram extends FakeObject implements ClProgram {
  private static final int CL_INVALID_KERNEL_NAME = -46;

  private final FakeContext context;
  private final String program;
  private final String source;
  private final String options;

  FakeProgram(FakeContext context, String name, String program, String source, String options) {
    super(context.recorder(), Kind.PROGRAM, name);
    this.context = context;
    this.program = program;
    this.source = source;
    this.options = options;
  }

  /** The device's driver and the source, so that another driver knows it as foreign. */
  @Override
  public byte[] binary() {
    checkOpen();
    recorder().call("clGetProgramInfo", objectName(), "CL_PROGRAM_BINARIES");
    return (header(context.device()) + source).getBytes(StandardCharsets.UTF_8);
  }

  /** The source in a binary, unless another driver made it. */
  static Optional<String> sourceOf(byte[] binary, ClDevice device) {
    String text = new String(binary, StandardCharsets.UTF_8);
    String header = header(device);
    return text.startsWith(header)
        ? Optional.of(text.substring(header.length()))
        : Optional.empty();
  }

  private static String header(ClDevice device) {
    return "fake binary of driver " + device.driverVersion() + "\n";
  }

  @Override
  public ClKernel createKernel(String kernel) {
    checkOpen();
    String name = recorder().nextName(Kind.KERNEL);
    recorder().call("clCreateKernel", name, kernel + " of " + program);
    List<KernelParameter> parameters =
        KernelParameter.of(kernel, source, options)
            .orElseThrow(
                () ->
                    new ClException(
                        "clCreateKernel",
                        CL_INVALID_KERNEL_NAME,
                        "kernel " + kernel + " of program " + program));
    return context.adopt(new FakeKernel(recorder(), name, kernel, parameters));
  }
}
