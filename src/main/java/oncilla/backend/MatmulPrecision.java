package oncilla.backend;

/**
 * How exactly an fp32 backend forms its matrix products, with the meaning of PyTorch's {@code
 * set_float32_matmul_precision}. A backend may always be more exact than it was asked to be.
 */
public enum MatmulPrecision {
  /** Keeps fp32 accuracy. */
  HIGHEST,
  /** May use TF32 or three bf16 products, with fp32 accumulation. */
  HIGH,
  /** May use bf16 products, with fp32 accumulation. */
  MEDIUM;

  /** The name used on the command line. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
