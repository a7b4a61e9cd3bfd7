package oncilla.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a model is on one data set.
 *
 * @param accuracy the part that is classified correctly, 0 to 1
 * @param cost J, with the L2 term
 * @param dataCost the cross-entropy alone
 */
public record Score(double accuracy, double cost, double dataCost) {
  /** As in {@code result.json}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("accuracy", accuracy);
    map.put("cost", cost);
    map.put("data_cost", dataCost);
    return map;
  }
}
