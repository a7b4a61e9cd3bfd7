package oncilla.train.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order that a model puts examples in, from the highest logit to the lowest. It comes from the
 * logits and not from the probabilities, because a sigmoid that has reached 1 ties what the model
 * told apart. Examples of the same logit are one step, whatever their labels.
 */
public final class Ranking {
  /**
   * Where the threshold lies below the next distinct logit.
   *
   * @param logit of the examples that were added by this step
   * @param falsePositives examples of label 0 with this logit or a higher one
   * @param truePositives examples of label 1 with this logit or a higher one
   */
  private record Step(double logit, long falsePositives, long truePositives) {}

  private final List<Step> steps;
  private final long negatives;
  private final long positives;

  private Ranking(List<Step> steps, long negatives, long positives) {
    this.steps = steps;
    this.negatives = negatives;
    this.positives = positives;
  }

  /** Sorts the logits. */
  public static Ranking of(Predictions predictions) {
    double[] low = sorted(predictions, 0);
    double[] high = sorted(predictions, 1);
    List<Step> steps = new ArrayList<>();
    int negative = low.length;
    int positive = high.length;
    boolean comparable = true;
    while (comparable && (negative > 0 || positive > 0)) {
      double next =
          Math.max(
              negative > 0 ? low[negative - 1] : Double.NEGATIVE_INFINITY,
              positive > 0 ? high[positive - 1] : Double.NEGATIVE_INFINITY);
      comparable = !Double.isNaN(next);
      while (negative > 0 && low[negative - 1] == next) {
        negative--;
      }
      while (positive > 0 && high[positive - 1] == next) {
        positive--;
      }
      steps.add(new Step(next, low.length - negative, high.length - positive));
    }
    // A logit that is no number has no place in an order, and so none of the others has one.
    return new Ranking(comparable ? steps : List.of(), low.length, high.length);
  }

  private static double[] sorted(Predictions predictions, int label) {
    double[] logits = new double[predictions.size()];
    int count = 0;
    for (int i = 0; i < logits.length; i++) {
      if (predictions.labels()[i] == label) {
        logits[count++] = predictions.logits()[i];
      }
    }
    double[] used = Arrays.copyOf(logits, count);
    Arrays.sort(used);
    return used;
  }

  /**
   * The share of pairs, one example of each label, of which that with label 1 has the higher logit;
   * a tie counts half. The sum is in integers, so it is exact. NaN where a class is missing.
   */
  public double rocAuc() {
    if (!isDefined()) {
      return Double.NaN;
    }
    long twice = 0;
    Step last = new Step(Double.POSITIVE_INFINITY, 0, 0);
    for (Step step : steps) {
      twice +=
          (step.falsePositives() - last.falsePositives())
              * (step.truePositives() + last.truePositives());
      last = step;
    }
    return twice / (2.0 * negatives * positives);
  }

  /**
   * Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct logits, with recall R and precision P at each. NaN where
   * nothing has label 1.
   */
  public double averagePrecision() {
    if (positives == 0 || steps.isEmpty()) {
      return Double.NaN;
    }
    double sum = 0;
    long found = 0;
    for (Step step : steps) {
      sum += (step.truePositives() - found) * precision(step);
      found = step.truePositives();
    }
    return sum / positives;
  }

  /**
   * The ROC curve: the rate of true positives over that of false ones, from (0, 0) to (1, 1), a
   * point for each threshold. Empty where a class is missing.
   */
  public List<UnitPoint> roc() {
    List<UnitPoint> points = new ArrayList<>();
    if (!isDefined()) {
      return points;
    }
    points.add(new UnitPoint(0, 0));
    for (Step step : steps) {
      points.add(
          new UnitPoint(
              (double) step.falsePositives() / negatives,
              (double) step.truePositives() / positives));
    }
    return points;
  }

  /**
   * Precision over recall as the steps whose area is {@link #averagePrecision}: up to each recall
   * the precision at the threshold that reaches it. Empty where a class is missing.
   */
  public List<UnitPoint> precisionOverRecall() {
    List<UnitPoint> points = new ArrayList<>();
    if (!isDefined()) {
      return points;
    }
    long found = 0;
    for (Step step : steps) {
      if (step.truePositives() > found) {
        points.add(new UnitPoint((double) found / positives, precision(step)));
        found = step.truePositives();
        points.add(new UnitPoint((double) found / positives, precision(step)));
      }
    }
    return points;
  }

  private boolean isDefined() {
    return positives > 0 && negatives > 0 && !steps.isEmpty();
  }

  private static double precision(Step step) {
    return (double) step.truePositives() / (step.truePositives() + step.falsePositives());
  }
}
