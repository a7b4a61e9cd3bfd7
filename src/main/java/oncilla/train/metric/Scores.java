package oncilla.train.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything measured on one data set, without dropout.
 *
 * @param metrics accuracy and costs
 * @param classification what scikit-learn would measure
 */
public record Scores(Metrics metrics, ClassificationMetrics classification) {
  /** All of it by the names that {@code result.json} gives it. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(metrics.toMap());
    classification.toMap().forEach(map::putIfAbsent);
    return map;
  }
}
