package oncilla.check.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.check.Nets;
import oncilla.check.TrainingCase;
import oncilla.nn.Network;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import org.junit.jupiter.api.Test;

/** Kinks of ReLU: elements near one are left out and counted; too many of them fail. */
class KinkTest {
  private static final int UNITS = 20;
  private static final GradientSettings SETTINGS = GradientSettings.defaults();

  /**
   * Twenty units, of which {@code near} have Z = 1e-6 for the one example: nearer to zero than ε.
   */
  private static TrainingCase nearZero(int near) {
    double[] bias = new double[UNITS];
    Arrays.setAll(bias, i -> i < near ? 1e-6 - 1 : 0.1 * i - 0.5);
    double[] second = new double[UNITS];
    Arrays.setAll(second, i -> 0.05 * (i + 1));
    double[] first = new double[UNITS];
    Arrays.fill(first, 1);
    return Nets.of(
        Network.classifier(1, List.of(UNITS)),
        new double[] {1},
        new LayerParameters(first, bias),
        new LayerParameters(second, new double[] {-1}));
  }

  private static GradientResult check(TrainingCase training, GradientSettings settings) {
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      return GradientBackends.check(backend, training, settings);
    }
  }

  @Test
  void elementsNearAKinkAreLeftOut() {
    GradientResult result = check(nearZero(2), SETTINGS);
    assertTrue(result.holds(), result::toString);
    for (String name : List.of("W1", "b1")) {
      BlockGradient block = GradientBackends.block(result, name);
      assertEquals(2, block.leftOut());
      assertEquals(18, block.compared());
      assertTrue(block.difference() < 1e-8, block::toString);
    }
    assertEquals(0, GradientBackends.block(result, "W2").leftOut());
    assertTrue(result.difference() < 1e-8);
  }

  @Test
  void moreThanATenthLeftOutFails() {
    GradientResult result = check(nearZero(3), SETTINGS);
    assertFalse(result.holds());
    assertTrue(GradientBackends.block(result, "b1").failure().orElseThrow().startsWith("3 of 20"));
    assertTrue(GradientBackends.block(result, "W2").holds());
  }

  @Test
  void smallerEpsilonLeavesNoneOut() {
    GradientResult result = check(nearZero(3), SETTINGS.withEpsilon(5e-7));
    assertTrue(result.holds(), result::toString);
    assertEquals(0, GradientBackends.block(result, "b1").leftOut());
  }

  @Test
  void noComparableElementFails() {
    TrainingCase training =
        Nets.of(
            Network.classifier(1, List.of(1)),
            new double[] {1},
            new LayerParameters(new double[] {1}, new double[] {1e-6 - 1}),
            new LayerParameters(new double[] {0.5}, new double[] {0.1}));
    GradientResult result = check(training, SETTINGS);
    BlockGradient block = GradientBackends.block(result, "W1");
    assertFalse(result.holds());
    assertEquals(0, block.compared());
    assertTrue(block.worst().isEmpty());
    assertTrue(block.failure().orElseThrow().startsWith("no element"));
  }

  @Test
  void directionIsDrawnAgainWhileItMeetsAKink() {
    // A step moves the Z of a unit by 0 or by 2.6e-6: a unit at 1e-6 has a kink every other time.
    DirectionGradient direction =
        check(nearZero(3), SETTINGS.withSamples(5)).direction().orElseThrow();
    assertTrue(direction.draws() > 1, direction::toString);
    assertTrue(direction.holds(), direction::toString);
    assertTrue(direction.difference() < 1e-8, direction::toString);
  }

  @Test
  void directionIsDrawnAgainAtMostTwentyTimes() {
    DirectionGradient direction =
        check(nearZero(UNITS), SETTINGS.withSamples(5)).direction().orElseThrow();
    assertEquals(21, direction.draws());
    assertFalse(direction.holds());
  }

  @Test
  void biasesKeepRowsWithoutInputsOffTheKink() {
    // With few units most rows lose all of them somewhere; then Z is the bias.
    Regularization dropout = new Regularization(0, List.of(0.3));
    TrainingCase training = GradientBackends.training(4, 40, List.of(3, 3, 3), dropout);
    assertTrue(check(training, SETTINGS).holds());
    assertTrue(
        training.start().layers().stream()
            .allMatch(layer -> Arrays.stream(layer.bias()).allMatch(value -> value != 0)));
  }
}
