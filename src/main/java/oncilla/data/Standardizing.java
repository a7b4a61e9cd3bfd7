package oncilla.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oncilla.backend.ElementType;
import oncilla.nn.Standardization;

/**
 * The mean and the deviation that a set's inputs are standardised with: of each channel of images,
 * of each column of a table.
 *
 * <pre>
 *   μ = Σ x / n        σ = √(Σ (x − μ)² / n)        σ = 1 where all x are equal
 * </pre>
 *
 * <p>Sums of bytes are whole numbers, and exact: with S = Σ x and Q = Σ x² over n values, μ = S /
 * (255·n) and σ = √(n·Q − S²) / (255·n), each rounded only at its end. Other numbers are summed in
 * double, in their order.
 */
public final class Standardizing {
  private static final int ROWS_AT_ONCE_BYTES = 4 << 20;

  private Standardizing() {}

  /** The numbers of {@code features}. */
  public static Standardization of(Features features) {
    int channels = features.imageGeometry().map(ImageGeometry::channels).orElse(features.columns());
    return features.type() == ElementType.U8
        ? ofBytes(features, channels)
        : ofNumbers(features, channels);
  }

  private static Standardization ofBytes(Features features, int channels) {
    long[] sums = new long[channels];
    long[] squares = new long[channels];
    int columns = features.columns();
    int atOnce = rowsAtOnce(features, 1);
    byte[] rows = new byte[Math.multiplyExact(atOnce, columns)];
    for (int from = 0; from < features.rows(); from += atOnce) {
      int to = Math.min(features.rows(), from + atOnce);
      features.copyRows(from, to, rows);
      for (int i = 0, channel = 0; i < (to - from) * columns; i++) {
        int value = rows[i] & 0xFF;
        sums[channel] += value;
        squares[channel] += value * value;
        channel = channel + 1 == channels ? 0 : channel + 1;
      }
    }
    long count = count(features, channels);
    double whole = features.divisor() * count;
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      BigInteger sum = BigInteger.valueOf(sums[channel]);
      BigInteger spread =
          BigInteger.valueOf(squares[channel])
              .multiply(BigInteger.valueOf(count))
              .subtract(sum.multiply(sum));
      means.add(sums[channel] / whole);
      deviations.add(spread.signum() == 0 ? 1 : Math.sqrt(spread.doubleValue()) / whole);
    }
    return new Standardization(means, deviations);
  }

  private static Standardization ofNumbers(Features features, int channels) {
    double[] first = new double[features.columns()];
    features.copyRows(0, 1, first);
    double[] sums = new double[channels];
    boolean[] differ = new boolean[channels];
    forEach(
        features,
        channels,
        (channel, value) -> {
          sums[channel] += value;
          differ[channel] |= value != first[channel] / features.divisor();
        });
    long count = count(features, channels);
    double[] means = new double[channels];
    Arrays.setAll(means, i -> differ[i] ? sums[i] / count : first[i] / features.divisor());
    double[] squares = new double[channels];
    forEach(
        features,
        channels,
        (channel, value) ->
            squares[channel] += (value - means[channel]) * (value - means[channel]));
    List<Double> deviations = new ArrayList<>();
    for (double square : squares) {
      double deviation = Math.sqrt(square / count);
      deviations.add(deviation == 0 ? 1 : deviation);
    }
    return new Standardization(Arrays.stream(means).boxed().toList(), deviations);
  }

  private interface Visitor {
    void visit(int channel, double value);
  }

  /** Every number as it is when it has been divided, in its order. */
  private static void forEach(Features features, int channels, Visitor visitor) {
    int columns = features.columns();
    int atOnce = rowsAtOnce(features, Double.BYTES);
    double[] rows = new double[Math.multiplyExact(atOnce, columns)];
    for (int from = 0; from < features.rows(); from += atOnce) {
      int to = Math.min(features.rows(), from + atOnce);
      features.copyRows(from, to, rows);
      for (int i = 0; i < (to - from) * columns; i++) {
        visitor.visit(i % channels, rows[i] / features.divisor());
      }
    }
  }

  private static int rowsAtOnce(Features features, int bytes) {
    return (int)
        Math.min(
            features.rows(), Math.max(1, ROWS_AT_ONCE_BYTES / ((long) features.columns() * bytes)));
  }

  private static long count(Features features, int channels) {
    return (long) features.rows() * (features.columns() / channels);
  }
}
