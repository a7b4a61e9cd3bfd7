package oncilla.backend;

/** The floating-point format of every {@link ElementType#REAL} tensor of one backend instance. */
public enum Precision {
  /** IEEE 754 binary32. */
  FP32("fp32", Float.BYTES, 0x1p-24),
  /** IEEE 754 binary64. */
  FP64("fp64", Double.BYTES, 0x1p-53);

  private final String label;
  private final int bytes;
  private final double unitRoundoff;

  Precision(String label, int bytes, double unitRoundoff) {
    this.label = label;
    this.bytes = bytes;
    this.unitRoundoff = unitRoundoff;
  }

  /** The name used on the command line and in files: {@code fp32} or {@code fp64}. */
  public String label() {
    return label;
  }

  /** The label. */
  @Override
  public String toString() {
    return label;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The largest relative error of one correctly rounded operation, u = 2⁻²⁴ or 2⁻⁵³. */
  public double unitRoundoff() {
    return unitRoundoff;
  }

  /** Rounds {@code value} to this format. */
  public double round(double value) {
    return this == FP32 ? (double) (float) value : value;
  }

  /**
   * The precision with this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Precision ofLabel(String label) {
    for (Precision precision : values()) {
      if (precision.label.equals(label)) {
        return precision;
      }
    }
    throw new IllegalArgumentException("precision must be fp32 or fp64, not '" + label + "'");
  }
}
