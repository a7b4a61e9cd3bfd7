package oncilla.backend.opencl.program;

import java.util.Map;
import java.util.TreeMap;
import oncilla.backend.Precision;
import oncilla.backend.opencl.runtime.KernelParameters;

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

  /**
   * A file of elements or reductions, with the macros that all of these have.
   *
   * @param group work-group size
   */
  public static ProgramKey of(
      String file, Precision precision, KernelParameters parameters, int group) {
    return new ProgramKey(
        file,
        Map.of(
            "REAL_IS_DOUBLE",
            precision == Precision.FP64 ? 1 : 0,
            "LS",
            group,
            "VW",
            parameters.vectorWidth(),
            "CHUNKED",
            parameters.isChunked() ? 1 : 0));
  }

  /** The compiler options. */
  String options() {
    StringBuilder options = new StringBuilder("-cl-std=CL1.2");
    macros.forEach((name, value) -> options.append(" -D").append(name).append('=').append(value));
    return options.toString();
  }
}
