package oncilla.cl.fake;

import java.util.List;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClProgram;

/** A program that knows its kernels' parameters from the source. */
final class FakeProgram extends FakeObject implements ClProgram {
  private static final int CL_INVALID_KERNEL_NAME = -46;

  private final FakeContext context;
  private final String program;
  private final String source;

  FakeProgram(FakeContext context, String name, String program, String source) {
    super(context.recorder(), Kind.PROGRAM, name);
    this.context = context;
    this.program = program;
    this.source = source;
  }

  @Override
  public ClKernel createKernel(String kernel) {
    checkOpen();
    String name = recorder().nextName(Kind.KERNEL);
    recorder().call("clCreateKernel", name, kernel + " of " + program);
    List<KernelParameter> parameters =
        KernelParameter.of(kernel, source)
            .orElseThrow(
                () ->
                    new ClException(
                        "clCreateKernel",
                        CL_INVALID_KERNEL_NAME,
                        "kernel " + kernel + " of program " + program));
    return context.adopt(new FakeKernel(recorder(), name, kernel, parameters));
  }
}
