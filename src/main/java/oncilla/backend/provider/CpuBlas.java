package oncilla.backend.provider;

/** The library that computes the matrix products of the CPU backend. */
public enum CpuBlas {
  /** OpenBLAS on native memory, in the precision of the run. */
  OPENBLAS("openblas"),
  /** EJML on Java arrays, in double. */
  EJML("ejml");

  private final String label;

  CpuBlas(String label) {
    this.label = label;
  }

  /** The name used on the command line. */
  public String label() {
    return label;
  }

  /** The label. */
  @Override
  public String toString() {
    return label;
  }
}
