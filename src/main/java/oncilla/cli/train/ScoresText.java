package oncilla.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oncilla.data.Listed;
import oncilla.train.metric.ClassificationMetrics;
import oncilla.train.metric.Confusion;
import oncilla.train.metric.Scores;

/** Metrics of one data set in words. */
final class ScoresText {
  private final Scores scores;
  private final Confusion confusion;
  private final String negative;
  private final String positive;

  /**
   * Of a data set.
   *
   * @param classNames of label 0 and label 1
   */
  ScoresText(Scores scores, List<String> classNames) {
    this.scores = scores;
    confusion = scores.classification().confusion();
    negative = Listed.className(classNames.get(0));
    positive = Listed.className(classNames.get(1));
  }

  /** How many are right. */
  String right() {
    return ratio(confusion.right(), confusion.examples());
  }

  /** Right of each class that there is. */
  String rightOfEachClass() {
    List<String> classes = new ArrayList<>();
    if (confusion.positives() > 0) {
      classes.add(count(positive, confusion.truePositives(), confusion.positives()));
    }
    if (confusion.negatives() > 0) {
      classes.add(count(negative, confusion.trueNegatives(), confusion.negatives()));
    }
    return String.join(", ", classes);
  }

  /** All of it, a line for each, names and numbers below one another. */
  List<String> lines() {
    ClassificationMetrics metrics = scores.classification();
    List<String> lines = new ArrayList<>();
    lines.add(line("right of each class", rightOfEachClass()));
    if (!confusion.hasBothClasses()) {
      return lines;
    }
    long larger = Math.max(confusion.positives(), confusion.negatives());
    lines.add(line("always " + larger(), ratio(larger, confusion.examples())));
    lines.add(
        line(
            "ROC-AUC",
            number(metrics.rocAuc())
                + " (0.5 is chance; 1: every %s before every %s)".formatted(positive, negative)));
    lines.add(
        line(
            "balanced accuracy",
            number(confusion.balancedAccuracy())
                + " (both classes count the same; 0.5 is chance)"));
    lines.add(
        line(
            "precision, recall",
            "%s of those called %s are right, %s of all %s are found"
                .formatted(
                    number(confusion.precision()),
                    positive,
                    number(confusion.recall()),
                    positive)));
    lines.add(
        line(
            "calibration error",
            number(metrics.calibrationError()) + " (how far probabilities are off; 0 is best)"));
    return lines;
  }

  /** The name of the class that more examples are of. */
  String larger() {
    return confusion.largerClass() == 1 ? positive : negative;
  }

  private static String ratio(long part, long whole) {
    return String.format(
        Locale.ROOT, "%d of %d right (%.1f %%)", part, whole, 100.0 * part / whole);
  }

  private static String count(String name, long part, long whole) {
    return name + " " + part + " of " + whole;
  }

  private static String line(String name, String text) {
    return "%-20s  %s".formatted(name, text);
  }

  /** Three digits, or that there is no number. */
  private static String number(double value) {
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.3f", value);
  }
}
