package oncilla.train.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metrics of a classifier with two classes, as scikit-learn defines and names them. What is
 * undefined on a set, such as the area under the ROC curve where all examples are of one class, is
 * NaN here and null in JSON.
 *
 * @param confusion right and wrong by class; accuracy, balanced accuracy, precision, recall, F1 and
 *     base rate follow from it
 * @param rocAuc see {@link Ranking#rocAuc}
 * @param averagePrecision see {@link Ranking#averagePrecision}
 * @param logLoss the mean cross-entropy, from the logits; see {@link Predictions#logLoss}
 * @param brier the mean of (p − y)²
 * @param calibrationError see {@link Calibration#error}
 */
public record ClassificationMetrics(
    Confusion confusion,
    double rocAuc,
    double averagePrecision,
    double logLoss,
    double brier,
    double calibrationError) {
  /** Measures. */
  public static ClassificationMetrics of(Predictions predictions) {
    Ranking ranking = Ranking.of(predictions);
    return new ClassificationMetrics(
        Confusion.of(predictions),
        ranking.rocAuc(),
        ranking.averagePrecision(),
        predictions.logLoss(),
        predictions.brier(),
        Calibration.of(predictions).error());
  }

  /** The metrics by the names that {@code result.json} and {@code --json} give them. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("accuracy", confusion.accuracy());
    map.put("base_rate", confusion.baseRate());
    map.put("balanced_accuracy", confusion.balancedAccuracy());
    map.put("precision", confusion.precision());
    map.put("recall", confusion.recall());
    map.put("f1", confusion.f1());
    map.put("roc_auc", rocAuc);
    map.put("average_precision", averagePrecision);
    map.put("log_loss", logLoss);
    map.put("brier", brier);
    map.put("ece", calibrationError);
    map.put("confusion", confusion.toLists());
    return map;
  }
}
