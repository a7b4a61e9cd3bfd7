package oncilla.train.metric;

import java.util.List;

/**
 * How many examples of each label got each predicted label.
 *
 * @param trueNegatives label 0, predicted 0
 * @param falsePositives label 0, predicted 1
 * @param falseNegatives label 1, predicted 0
 * @param truePositives label 1, predicted 1
 */
public record Confusion(
    long trueNegatives, long falsePositives, long falseNegatives, long truePositives) {
  /** Counts. */
  public static Confusion of(Predictions predictions) {
    long[] counts = new long[4];
    for (int i = 0; i < predictions.size(); i++) {
      counts[2 * predictions.labels()[i] + predictions.predicted(i)]++;
    }
    return new Confusion(counts[0], counts[1], counts[2], counts[3]);
  }

  /** As {@code [[tn, fp], [fn, tp]]}. */
  public List<List<Long>> toLists() {
    return List.of(List.of(trueNegatives, falsePositives), List.of(falseNegatives, truePositives));
  }

  /** Examples with label 0. */
  public long negatives() {
    return trueNegatives + falsePositives;
  }

  /** Examples with label 1. */
  public long positives() {
    return falseNegatives + truePositives;
  }

  /** All examples. */
  public long examples() {
    return negatives() + positives();
  }

  /** Examples whose predicted label is theirs. */
  public long right() {
    return trueNegatives + truePositives;
  }

  /** Examples that were predicted to have label 1. */
  public long predictedPositives() {
    return falsePositives + truePositives;
  }

  /** Right / all. */
  public double accuracy() {
    return ratio(right(), examples());
  }

  /** The label that more examples have; 0 where both have as many. */
  public int largerClass() {
    return positives() > negatives() ? 1 : 0;
  }

  /** The accuracy of always saying {@link #largerClass}. */
  public double baseRate() {
    return ratio(Math.max(positives(), negatives()), examples());
  }

  /** Whether examples of both labels are there. */
  public boolean hasBothClasses() {
    return positives() > 0 && negatives() > 0;
  }

  /** The mean of the shares that are right of each class; NaN where a class is missing. */
  public double balancedAccuracy() {
    return (ratio(trueNegatives, negatives()) + recall()) / 2;
  }

  /** tp / (tp + fp); NaN where nothing was predicted to have label 1. */
  public double precision() {
    return ratio(truePositives, predictedPositives());
  }

  /** tp / (tp + fn); NaN where nothing has label 1. */
  public double recall() {
    return ratio(truePositives, positives());
  }

  /** 2tp / (2tp + fp + fn); NaN where that is 0 / 0. */
  public double f1() {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /** NaN for 0 / 0. */
  private static double ratio(long part, long whole) {
    return (double) part / whole;
  }
}
