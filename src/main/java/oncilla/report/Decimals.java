package oncilla.report;

/** Numbers as text for people. */
public final class Decimals {
  private Decimals() {}

  /** As a person would write it: 0, 0.7, 1.0E-5. */
  public static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
