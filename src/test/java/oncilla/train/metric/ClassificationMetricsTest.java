package oncilla.train.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that can be worked out by hand, and numbers that no peer is asked about. */
class ClassificationMetricsTest {
  private static final double NAN = Double.NaN;

  private static Predictions predictions(double[] logits, int... labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return MetricsCases.predictions(logits, bytes);
  }

  @Test
  void aTieIsHalfAPair() {
    // Pairs of a 1 and a 0: (2, 1) right, (2, -1) right, (1, 1) a tie, (1, -1) right.
    Predictions predictions = predictions(new double[] {2, 1, 1, -1}, 1, 1, 0, 0);
    assertEquals(3.5 / 4, Ranking.of(predictions).rocAuc());
    // Recall 1/2 at precision 1, then 1 at precision 2/3.
    assertEquals(0.5 + 0.5 * 2 / 3, Ranking.of(predictions).averagePrecision(), 1e-15);
    assertEquals(
        List.of(
            new UnitPoint(0, 0), new UnitPoint(0, 0.5), new UnitPoint(0.5, 1), new UnitPoint(1, 1)),
        Ranking.of(predictions).roc());
  }

  @Test
  void zerosOfBothSignsAreTheSameLogit() {
    assertEquals(0.5, Ranking.of(predictions(new double[] {0.0, -0.0}, 0, 1)).rocAuc());
  }

  @Test
  void aSaturatedProbabilityIsNoTie() {
    double[] logits = {40, 50};
    Predictions predictions = new Predictions(logits, new double[] {1, 1}, new byte[] {0, 1});
    assertEquals(1, ClassificationMetrics.of(predictions).rocAuc());
  }

  @Test
  void aProbabilityOfOneHalfIsLabelZero() {
    Predictions predictions = predictions(new double[] {0, 0}, 0, 1);
    assertEquals(new Confusion(1, 0, 1, 0), Confusion.of(predictions));
  }

  @Test
  void largeSetsDoNotOverflow() {
    int each = 200_000;
    double[] logits = new double[2 * each];
    byte[] labels = new byte[2 * each];
    for (int i = 0; i < logits.length; i++) {
      labels[i] = (byte) (i % 2);
      logits[i] = i % 2 == 1 ? 1 : -1;
    }
    assertEquals(1, Ranking.of(MetricsCases.predictions(logits, labels)).rocAuc());
  }

  @Test
  void aLogitThatIsNoNumberLeavesNoOrder() {
    Predictions predictions = predictions(new double[] {1, NAN, -1}, 1, 0, 0);
    ClassificationMetrics metrics = ClassificationMetrics.of(predictions);
    for (double value :
        new double[] {
          metrics.rocAuc(),
          metrics.averagePrecision(),
          metrics.logLoss(),
          metrics.brier(),
          metrics.calibrationError()
        }) {
      assertTrue(Double.isNaN(value), metrics::toString);
    }
    assertEquals(List.of(), Ranking.of(predictions).roc());
    Predictions infinite = predictions(new double[] {Double.POSITIVE_INFINITY, 0}, 1, 0);
    assertEquals(1, Ranking.of(infinite).rocAuc());
    Predictions lowest = predictions(new double[] {Double.NEGATIVE_INFINITY, 0}, 1, 0);
    assertEquals(0, Ranking.of(lowest).rocAuc());
  }

  @Test
  void binsHoldTheirUpperEdge() {
    double[] probabilities = {0, 0.1, 0.10000000000000002, 0.5, 0.9, 1};
    Calibration calibration =
        Calibration.of(new Predictions(new double[6], probabilities, new byte[6]));
    assertEquals(
        List.of(2L, 1L, 0L, 0L, 1L, 0L, 0L, 0L, 1L, 1L),
        calibration.bins().stream().map(Calibration.Bin::count).toList());
    assertEquals(0.05, calibration.bins().get(0).meanProbability());
    assertTrue(Double.isNaN(calibration.bins().get(2).meanProbability()));
    // All labels are 0, so every probability is off by itself.
    assertEquals((0.1 + 0.1 + 0.5 + 0.9 + 1) / 6, calibration.error(), 1e-15);
  }

  @Test
  void lengthsMustBeThoseOfTheLabels() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Predictions(new double[2], new double[2], new byte[1]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Predictions(new double[0], new double[0], new byte[0]));
  }
}
