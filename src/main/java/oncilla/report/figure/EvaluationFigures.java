package oncilla.report.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oncilla.data.Listed;
import oncilla.train.metric.Calibration;
import oncilla.train.metric.ClassificationMetrics;
import oncilla.train.metric.Confusion;
import oncilla.train.metric.Predictions;
import oncilla.train.metric.Ranking;
import oncilla.train.metric.UnitPoint;

/**
 * The figures of an evaluation: ROC, precision over recall, confusion and reliability. They are
 * drawn from these numbers, which are also written down, so that a page can draw them again.
 *
 * @param classNames of label 0 and label 1
 * @param metrics the numbers that belong to the curves
 * @param roc see {@link Ranking#roc}, with at most {@link #MOST_POINTS}; empty where undefined
 * @param precisionOverRecall see {@link Ranking#precisionOverRecall}, likewise
 * @param calibration the bins of the reliability diagram
 */
public record EvaluationFigures(
    List<String> classNames,
    ClassificationMetrics metrics,
    List<UnitPoint> roc,
    List<UnitPoint> precisionOverRecall,
    Calibration calibration) {
  /** Points of a curve that are kept; the others would not be seen. */
  public static final int MOST_POINTS = 500;

  private static final double DIGITS = 1e6;

  /** Copies the lists. */
  public EvaluationFigures {
    classNames = List.copyOf(classNames);
    roc = List.copyOf(roc);
    precisionOverRecall = List.copyOf(precisionOverRecall);
  }

  /** The figures of predictions. */
  public static EvaluationFigures of(
      Predictions predictions, ClassificationMetrics metrics, List<String> classNames) {
    Ranking ranking = Ranking.of(predictions);
    return new EvaluationFigures(
        classNames,
        metrics,
        Thinning.of(ranking.roc(), MOST_POINTS),
        Thinning.of(ranking.precisionOverRecall(), MOST_POINTS),
        Calibration.of(predictions));
  }

  /** What a page needs to draw them. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("classes", classNames);
    map.put("confusion", metrics.confusion().toLists());
    map.put(
        "roc", curve("auc", metrics.rocAuc(), "false_positive_rate", "true_positive_rate", roc));
    map.put(
        "precision_recall",
        curve(
            "average_precision",
            metrics.averagePrecision(),
            "recall",
            "precision",
            precisionOverRecall));
    Map<String, Object> reliability = new LinkedHashMap<>();
    reliability.put("ece", metrics.calibrationError());
    List<Map<String, Object>> bins = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("from", rounded(bin.from()));
      entry.put("to", rounded(bin.to()));
      entry.put("count", bin.count());
      entry.put("mean_probability", rounded(bin.meanProbability()));
      entry.put("share_of_positives", rounded(bin.shareOfPositives()));
      bins.add(entry);
    }
    reliability.put("bins", bins);
    map.put("reliability", reliability);
    return map;
  }

  private static Map<String, Object> curve(
      String area, double value, String across, String up, List<UnitPoint> points) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(area, value);
    map.put(across, points.stream().mapToDouble(point -> rounded(point.x())).toArray());
    map.put(up, points.stream().mapToDouble(point -> rounded(point.y())).toArray());
    return map;
  }

  /** Six digits are a thousandth of a pixel. */
  private static double rounded(double value) {
    return Double.isNaN(value) ? value : Math.rint(value * DIGITS) / DIGITS;
  }

  /**
   * The figures: {@code confusion.png}, where probabilities are numbers {@code reliability.png},
   * and where examples of both classes are there {@code roc.png} and {@code precision-recall.png}.
   *
   * @param folder where they are drawn
   * @param set what the examples are, such as {@code test set}
   * @param subtitle model and device, one line
   */
  public List<PendingFigure> in(Path folder, String set, String subtitle) {
    List<PendingFigure> figures = new ArrayList<>();
    ConfusionPlot confusion =
        new ConfusionPlot(
            "Right and wrong on the " + set, subtitle, metrics.confusion(), classNames);
    figures.add(new PendingFigure(folder.resolve("confusion.png"), confusion::write));
    if (!Double.isNaN(metrics.calibrationError())) {
      figures.add(
          new PendingFigure(folder.resolve("reliability.png"), reliability(set, subtitle)::write));
    }
    if (!roc.isEmpty()) {
      figures.add(new PendingFigure(folder.resolve("roc.png"), roc(set, subtitle)::write));
      figures.add(
          new PendingFigure(
              folder.resolve("precision-recall.png"), precisionRecall(set, subtitle)::write));
    }
    return figures;
  }

  private SquarePlot roc(String set, String subtitle) {
    return new SquarePlot(
        "ROC on the " + set,
        subtitle,
        "of all " + name(0) + ", the share called " + name(1),
        "of all " + name(1) + ", the share called so",
        List.of(
            new SquarePlot.Line(text("the model, area %.3f", metrics.rocAuc()), roc),
            new SquarePlot.Line("chance, area 0.5", diagonal())));
  }

  private SquarePlot precisionRecall(String set, String subtitle) {
    Confusion confusion = metrics.confusion();
    double share = (double) confusion.positives() / confusion.examples();
    return new SquarePlot(
        "Precision and recall on the " + set,
        subtitle,
        "recall: of all " + name(1) + ", the share called so",
        "precision: of those called " + name(1) + ", the share that is",
        List.of(
            new SquarePlot.Line(
                text("the model, average precision %.3f", metrics.averagePrecision()),
                precisionOverRecall),
            new SquarePlot.Line(
                text("chance, %.3f", share),
                List.of(new UnitPoint(0, share), new UnitPoint(1, share)))));
  }

  private SquarePlot reliability(String set, String subtitle) {
    List<UnitPoint> points = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      if (bin.count() > 0) {
        points.add(new UnitPoint(bin.meanProbability(), bin.shareOfPositives()));
        counts.add(Long.toString(bin.count()));
      }
    }
    return new SquarePlot(
        "Reliability of probabilities on the " + set,
        subtitle,
        "probability of " + name(1),
        "share of " + name(1) + " among the examples that got it",
        List.of(
            new SquarePlot.Line(
                text("the model, error %.3f, with numbers of examples", metrics.calibrationError()),
                points,
                counts),
            new SquarePlot.Line("probabilities that hold", diagonal())));
  }

  private String name(int label) {
    return Listed.className(classNames.get(label));
  }

  private static List<UnitPoint> diagonal() {
    return List.of(new UnitPoint(0, 0), new UnitPoint(1, 1));
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
