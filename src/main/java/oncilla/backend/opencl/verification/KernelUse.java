package oncilla.backend.opencl.verification;

import java.util.Arrays;
import java.util.stream.Collectors;
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
    String group =
        Arrays.stream(launch.range().local())
            .mapToObj(Long::toString)
            .collect(Collectors.joining("x"));
    String name = launch.kernel() + "@" + group;
    return new KernelUse(
        launch.program(),
        launch.mode().isEmpty() ? name : name + " " + launch.mode(),
        launch.length());
  }

  /** The kernel's name alone. */
  public String kernel() {
    return name.substring(0, name.indexOf('@'));
  }
}
