package oncilla.train.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * What probabilities are worth as probabilities: of examples that got about the same one, how many
 * have label 1. There are ten bins of the same width; as in scikit-learn a bin holds its upper edge
 * and not its lower one, but for the first, which holds both.
 *
 * @param bins from low to high
 */
public record Calibration(List<Bin> bins) {
  /** Number of bins. */
  public static final int BINS = 10;

  /**
   * The examples whose probability lies between two edges.
   *
   * @param from lower edge
   * @param to upper edge
   * @param count number of examples
   * @param meanProbability their mean probability of label 1; NaN where there are none
   * @param shareOfPositives how many of them have label 1, as a share; NaN where there are none
   */
  public record Bin(
      double from, double to, long count, double meanProbability, double shareOfPositives) {}

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /** Sorts probabilities into bins. */
  public static Calibration of(Predictions predictions) {
    long[] counts = new long[BINS];
    long[] positives = new long[BINS];
    double[] sums = new double[BINS];
    for (int i = 0; i < predictions.size(); i++) {
      int bin = bin(predictions.probabilities()[i]);
      counts[bin]++;
      positives[bin] += predictions.labels()[i];
      sums[bin] += predictions.probabilities()[i];
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      bins.add(
          new Bin(
              edge(bin),
              edge(bin + 1),
              counts[bin],
              sums[bin] / counts[bin],
              (double) positives[bin] / counts[bin]));
    }
    return new Calibration(bins);
  }

  /** The first bin whose upper edge is not below {@code probability}. */
  private static int bin(double probability) {
    int bin = 0;
    while (bin < BINS - 1 && probability > edge(bin + 1)) {
      bin++;
    }
    return bin;
  }

  /** As NumPy's linspace has it. */
  private static double edge(int index) {
    return index == BINS ? 1 : index * 0.1;
  }

  /**
   * The expected calibration error: the distance between mean probability and share of positives,
   * averaged over the bins by their number of examples.
   */
  public double error() {
    double sum = 0;
    long examples = 0;
    for (Bin bin : bins) {
      if (bin.count() > 0) {
        sum += bin.count() * Math.abs(bin.meanProbability() - bin.shareOfPositives());
        examples += bin.count();
      }
    }
    return sum / examples;
  }
}
