package oncilla.train.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every metric against scikit-learn's, on 1,000 random cases; see {@code peers/metrics.py}. */
class ScikitLearnMetricsTest {
  /**
   * Sums of at most 200 terms of at most 25 in another order: 200 · 25 · 2⁻⁵³ is 6e-13, and the
   * metrics divide by the number of terms.
   */
  private static final double TOLERANCE = 1e-12;

  private static final List<String> NAMES =
      List.of(
          "accuracy",
          "base_rate",
          "balanced_accuracy",
          "precision",
          "recall",
          "f1",
          "roc_auc",
          "average_precision",
          "log_loss",
          "brier",
          "ece",
          "tn",
          "fp",
          "fn",
          "tp");

  private static List<String> lines() throws IOException {
    try (InputStream in = ScikitLearnMetricsTest.class.getResourceAsStream("/golden/metrics.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Map<String, Object> measured(int seed) {
    ClassificationMetrics metrics = ClassificationMetrics.of(MetricsCases.of(seed));
    Map<String, Object> map = new TreeMap<>(metrics.toMap());
    Confusion confusion = metrics.confusion();
    map.put("tn", (double) confusion.trueNegatives());
    map.put("fp", (double) confusion.falsePositives());
    map.put("fn", (double) confusion.falseNegatives());
    map.put("tp", (double) confusion.truePositives());
    return map;
  }

  @Test
  void allMetricsOfAllCasesAreThose() throws IOException {
    List<String> lines = lines();
    assertEquals(String.join(" ", NAMES), lines.get(1));
    assertEquals(1002, lines.size());
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> undefined = new TreeMap<>();
    for (int seed = 0; seed < 1000; seed++) {
      String[] expected = lines.get(seed + 2).split(" ");
      Map<String, Object> measured = measured(seed);
      for (int i = 0; i < NAMES.size(); i++) {
        String name = NAMES.get(i);
        double value = (Double) measured.get(name);
        boolean isUndefined = expected[i].equals("-");
        if (isUndefined) {
          undefined.merge(name, 1, Integer::sum);
        }
        boolean same =
            isUndefined
                ? Double.isNaN(value)
                : Math.abs(value - Double.parseDouble(expected[i])) <= TOLERANCE;
        if (!same) {
          wrong.add("case %d: %s is %s, not %s".formatted(seed, name, value, expected[i]));
        }
      }
    }
    assertEquals(List.of(), wrong.stream().limit(20).toList());
    // Sets of one class and predictions of one class are among them, or nothing would be shown.
    for (String name :
        List.of("balanced_accuracy", "precision", "recall", "f1", "roc_auc", "average_precision")) {
      assertTrue(undefined.getOrDefault(name, 0) >= 10, () -> name + " in " + undefined);
    }
  }

  @Test
  void theCasesHaveTiesAndBothPredictionsOfEveryKind() {
    int tied = 0;
    int untied = 0;
    int tiny = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Predictions predictions = MetricsCases.of(seed);
      long distinct = java.util.Arrays.stream(predictions.logits()).distinct().count();
      tied += distinct < predictions.size() ? 1 : 0;
      untied += distinct == predictions.size() && predictions.size() > 1 ? 1 : 0;
      tiny += predictions.size() <= 2 ? 1 : 0;
    }
    assertTrue(tied > 300, () -> "ties");
    assertTrue(untied > 20, () -> "no ties");
    assertTrue(tiny > 20, () -> "tiny sets");
  }
}
