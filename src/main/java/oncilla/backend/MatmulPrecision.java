package oncilla.backend;

import java.util.Locale;

/**
 * How exact the matrix products of an fp32 backend are, with the meaning of PyTorch's {@code
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
    return name().toLowerCase(Locale.ROOT);
  }

  /** The label. */
  @Override
  public String toString() {
    return label();
  }
}
