package oncilla.backend.opencl.verification;

import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.program.ProgramKey;

/**
 * What a run does with a kernel: what a verdict is about.
 *
 * @param program file and macros
 * @param name the kernel, with its work-group size and with what an argument makes it do, as in
 *     {@code activate@256 relu}
 * @param length of its longest sum or loop
 */
public record KernelUse(ProgramKey program, String name, long length) {
  /** The use that {@code launch} makes of its kernel. */
  public static KernelUse of(Launch launch) {
    StringBuilder name = new StringBuilder(launch.kernel());
    char before = '@';
    for (long items : launch.range().local()) {
      name.append(before).append(items);
      before = 'x';
    }
    if (!launch.mode().isEmpty()) {
      name.append(' ').append(launch.mode());
    }
    return new KernelUse(launch.program(), name.toString(), launch.length());
  }

  /** The kernel's name alone. */
  public String kernel() {
    return name.substring(0, name.indexOf('@'));
  }
}
