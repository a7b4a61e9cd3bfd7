package oncilla.backend.opencl.matmul;

import java.util.Locale;

/** How the numbers of a product's operands lie in memory. */
public enum OperandLayout {
  /** One row after the other, as tensors have it. */
  ROW_MAJOR;

  /** The name used in tuning files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
