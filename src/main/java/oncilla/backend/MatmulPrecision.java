package oncilla.backend;

import java.util.Locale;

/**
 * How exactly an fp32 backend computes its matrix products, with the meaning of PyTorch's {@code
 * set_float32_matmul_precision}. A backend may always be more exact than it was asked to be. The
 * values are in order, the most exact one first.
 */
public enum MatmulPrecision {
  /** Keeps fp32 accuracy. */
  HIGHEST,
  /** May use TF32 or three bf16 products, with fp32 accumulation. */
  HIGH,
  /** May use bf16 products, with fp32 accumulation. */
  MEDIUM;

  /** Whether products of this precision are exact enough where {@code asked} is asked for. */
  public boolean serves(MatmulPrecision asked) {
    return compareTo(asked) <= 0;
  }

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
