package oncilla.backend.cpu;

import java.util.Arrays;

/** The library that computes the matrix products of the CPU backend. */
enum GemmLibrary {
  /** OpenBLAS on native memory, in the precision of the run. */
  OPENBLAS("openblas"),
  /** EJML on Java arrays, in double. */
  EJML("ejml");

  private final String label;

  GemmLibrary(String label) {
    this.label = label;
  }

  /**
   * The library with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static GemmLibrary ofLabel(String label) {
    return Arrays.stream(values())
        .filter(one -> one.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the BLAS of the cpu backend is openblas or ejml, not '" + label + "'"));
  }
}
