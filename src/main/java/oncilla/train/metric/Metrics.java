package oncilla.train.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a model is on one data set, without dropout.
 *
 * @param accuracy correct / m, where the predicted label is 1 if p &gt; 0.5
 * @param cost J, with the L2 term
 * @param dataCost the mean cross-entropy, without the L2 term
 */
public record Metrics(double accuracy, double cost, double dataCost) {
  /** The metrics by the names that {@code result.json} and {@code --json} give them. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("accuracy", accuracy);
    map.put("cost", cost);
    map.put("data_cost", dataCost);
    return map;
  }
}
