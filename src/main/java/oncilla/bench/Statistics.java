package oncilla.bench;

import java.util.Arrays;

/**
 * Median and spread of measurements. Quartiles are interpolated linearly between the two nearest
 * measurements, as NumPy's {@code percentile} does.
 *
 * @param median half of the measurements are below
 * @param lowerQuartile a quarter is below
 * @param upperQuartile three quarters are below
 * @param min the smallest
 * @param max the largest
 * @param count how many there are
 */
public record Statistics(
    double median, double lowerQuartile, double upperQuartile, double min, double max, int count) {
  /**
   * Computes the statistics of these measurements.
   *
   * @param values at least one; not modified
   */
  public static Statistics of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no measurements");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Statistics(
        quantile(sorted, 0.5),
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted[0],
        sorted[sorted.length - 1],
        sorted.length);
  }

  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The same in another unit: every value times {@code factor}, which is positive. */
  public Statistics times(double factor) {
    return new Statistics(
        median * factor,
        lowerQuartile * factor,
        upperQuartile * factor,
        min * factor,
        max * factor,
        count);
  }
}
