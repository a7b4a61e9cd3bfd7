package oncilla.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers for people. */
public final class Decimals {
  private Decimals() {}

  /**
   * The number in so many significant digits at most, as one types it: 0.012, 10, 1e-6.
   *
   * @param value positive
   */
  public static String rounded(double value, int digits) {
    BigDecimal rounded =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent >= -4 && exponent < 6
        ? rounded.toPlainString()
        : rounded.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }

  /** The number in as few digits as a person would write: 0, 0.7, 1.0E-5. */
  public static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
