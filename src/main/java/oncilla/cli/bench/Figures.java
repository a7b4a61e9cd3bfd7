package oncilla.cli.bench;

import java.util.Locale;
import oncilla.bench.Statistics;

/** Figures as people read them. */
final class Figures {
  private Figures() {}

  /** Three significant digits, without an exponent where it is not needed. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == 0) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    if (size >= 1) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
    return size >= 0.001
        ? String.format(Locale.ROOT, "%.3f", value)
        : String.format(Locale.ROOT, "%.2e", value);
  }

  /** Quartiles, as {@code 1.20-1.35}. */
  static String quartiles(Statistics statistics) {
    return number(statistics.lowerQuartile()) + "-" + number(statistics.upperQuartile());
  }

  /** Operations per second with their unit. */
  static String rate(double flopsPerSecond) {
    return flopsPerSecond >= 1e12
        ? number(flopsPerSecond / 1e12) + " TFLOP/s"
        : number(flopsPerSecond / 1e9) + " GFLOP/s";
  }

  /** A share of one. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
