package oncilla.backend.opencl.program;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which program: a kernel file compiled with these macros.
 *
 * @param file name in the folder {@code kernels}
 * @param macros name to value, sorted, so that equal sets are equal options
 */
public record ProgramKey(String file, Map<String, Integer> macros) {
  public ProgramKey {
    macros = new TreeMap<>(macros);
  }

  /** The same file with one macro more, or another value of it. */
  public ProgramKey with(String macro, int value) {
    Map<String, Integer> changed = new TreeMap<>(macros);
    changed.put(macro, value);
    return new ProgramKey(file, changed);
  }

  /** The compiler options. */
  String options() {
    StringBuilder options = new StringBuilder("-cl-std=CL1.2");
    macros.forEach((name, value) -> options.append(" -D").append(name).append('=').append(value));
    return options.toString();
  }
}
