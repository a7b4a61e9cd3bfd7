package oncilla.report;

/** Writes numbers for people. */
public final class Decimals {
  private Decimals() {}

  /** The number in as few digits as a person would write: 0, 0.7, 1.0E-5. */
  public static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
