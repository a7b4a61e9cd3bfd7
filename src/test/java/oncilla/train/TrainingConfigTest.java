package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import oncilla.nn.Regularization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingConfigTest {
  private static final TrainingConfig DEFAULTS = TrainingConfig.defaults();

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0075, Double.NaN, Double.POSITIVE_INFINITY})
  void badRatesAreRefusedInOneLine(double rate) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withLearningRate(rate));
    assertEquals("the learning rate must be positive and finite, not " + rate, e.getMessage());
  }

  @Test
  void countsAndSeedsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withIterations(0));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withLogEvery(0));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withSeed(-1));
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withSeed(1L << 32));
  }

  @Test
  void oneThingChangesAtATime() {
    Regularization l2 = Regularization.l2(0.7);
    assertEquals(
        new TrainingConfig(5, 0.1, l2, 9, 2),
        DEFAULTS
            .withIterations(5)
            .withLearningRate(0.1)
            .withRegularization(l2)
            .withSeed(9)
            .withLogEvery(2));
  }
}
