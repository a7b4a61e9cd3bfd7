package oncilla.backend.cpu;

import java.util.Arrays;

/** What forms the matrix products of the CPU backend. */
enum CpuBlas {
  /** OpenBLAS on native memory, in the precision of the run. */
  OPENBLAS("openblas"),
  /** EJML on Java arrays, in double. */
  EJML("ejml");

  private final String label;

  CpuBlas(String label) {
    this.label = label;
  }

  /**
   * The one with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static CpuBlas ofLabel(String label) {
    return Arrays.stream(values())
        .filter(one -> one.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the BLAS of the cpu backend is openblas or ejml, not '" + label + "'"));
  }
}
