package oncilla.backend.opencl;

import java.util.HashMap;
import java.util.Map;
import oncilla.cl.ClContext;
import oncilla.cl.ClKernel;
import oncilla.cl.ClProgram;

/**
 * Compiled programs of one context, each compiled once. Kernels made from them belong to the
 * caller.
 */
final class KernelLibrary implements AutoCloseable {
  private final ClContext context;
  private final Map<ProgramKey, ClProgram> programs = new HashMap<>();

  KernelLibrary(ClContext context) {
    this.context = context;
  }

  /** A new kernel object; compiles its program the first time. */
  ClKernel create(ProgramKey key, String kernel) {
    return programs
        .computeIfAbsent(
            key, k -> context.build(k.file(), KernelSource.load(k.file()), k.options()))
        .createKernel(kernel);
  }

  @Override
  public void close() {
    Closing.all(programs.values());
    programs.clear();
  }
}
