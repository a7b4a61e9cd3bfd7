package oncilla.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import oncilla.backend.LossWeights;
import org.junit.jupiter.api.Test;

/** What examples count, and what labels become. */
class ClassWeightsTest {
  /** N / (2 · N_class): of eight examples two are positive. */
  @Test
  void balancedClassesCountAlike() {
    byte[] labels = {0, 1, 0, 0, 0, 1, 0, 0};
    LossWeights weights = new LossSettings(0.2, new ClassWeights.Balanced()).weights(labels);
    assertEquals(new LossWeights(0.2, 8 / 12.0, 2), weights);
    assertEquals(6 * weights.of(0), 2 * weights.of(1), 1e-15);
    assertEquals(0.1, weights.target(0));
    assertEquals(0.9, weights.target(1), 1e-15);
  }

  @Test
  void oneClassCannotBeBalanced() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new ClassWeights.Balanced().of(new byte[3], 0));
    assertEquals(
        "all 3 training examples are of one class: there is nothing to balance",
        refused.getMessage());
  }

  @Test
  void plainSettingsLeaveLabelsAsTheyAre() {
    LossWeights weights = LossSettings.plain().weights(new byte[] {0});
    assertEquals(LossWeights.NONE, weights);
    for (double label : new double[] {0, 1}) {
      assertEquals(label, weights.target(label));
      assertEquals(1, weights.of(label));
    }
  }

  @Test
  void weightsArePositiveAndFinite() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new ClassWeights.Given(1, wrong));
      assertThrows(IllegalArgumentException.class, () -> new ClassWeights.Given(wrong, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> new LossSettings(1, ClassWeights.equal()));
  }
}
