package oncilla.check.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oncilla.backend.Activation;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.check.Nets;
import oncilla.check.TrainingCase;
import oncilla.golden.CatData;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right gradients hold, everywhere. */
class GradientCheckTest {
  private static final double BOUND = 1e-7;
  private static final GradientSettings DEFAULTS = GradientSettings.defaults();

  static List<String> backends() {
    return GradientBackends.names();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void smallNetHoldsInEveryElement(String name) {
    try (Backend backend = GradientBackends.open(name, Precision.FP64)) {
      for (Regularization regularization : GradientBackends.regularizations()) {
        TrainingCase training = GradientBackends.training(4, 11, List.of(5, 3), regularization);
        GradientResult result = GradientBackends.check(backend, training, DEFAULTS);
        assertBelowBound(result);
        assertTrue(result.direction().isEmpty(), "all elements were looked at");
        assertEquals(47, result.blocks().stream().mapToInt(BlockGradient::looked).sum());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void wideAndDeepNetsHold(String name) {
    try (Backend backend = GradientBackends.open(name, Precision.FP64)) {
      for (Regularization regularization : GradientBackends.regularizations()) {
        for (List<Integer> hidden :
            List.of(List.of(300, 130), List.of(12, 11, 10, 9, 8, 7, 6, 5, 4))) {
          TrainingCase training =
              GradientBackends.training(TrainingCase.smallData(), hidden, regularization);
          GradientResult result =
              GradientBackends.check(backend, training, DEFAULTS.withSamples(20));
          assertBelowBound(result);
          assertTrue(result.direction().orElseThrow().difference() < BOUND);
        }
      }
    }
  }

  /** tanh has no kinks: nothing is left out, and in fp32 no sign is looked at. */
  @ParameterizedTest
  @MethodSource("backends")
  void netsWithTanhHold(String name) {
    for (Regularization regularization : GradientBackends.regularizations()) {
      TrainingCase training =
          GradientBackends.training(
              TrainingCase.smallData(), List.of(20, 7, 5), Activation.TANH, regularization);
      try (Backend backend = GradientBackends.open(name, Precision.FP64)) {
        GradientResult result = GradientBackends.check(backend, training, DEFAULTS);
        assertBelowBound(result);
        assertEquals(0, result.blocks().stream().mapToInt(BlockGradient::leftOut).sum());
      }
      try (Backend backend = GradientBackends.open(name, Precision.FP32)) {
        GradientResult result = GradientBackends.check(backend, training, DEFAULTS);
        assertTrue(result.holds(), result::toString);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void netOfTheNotesHoldsBySample(String name) {
    List<Regularization> regularizations = GradientBackends.regularizations();
    // One product of 209 x 12288 x 20 takes EJML as long as a whole check takes OpenCL.
    List<Regularization> some =
        name.equals("jocl")
            ? regularizations
            : List.of(regularizations.get(0), regularizations.get(3));
    try (Backend backend = GradientBackends.open(name, Precision.FP64)) {
      for (Regularization regularization : some) {
        TrainingCase training =
            GradientBackends.training(12288, 209, List.of(20, 7, 5), regularization);
        GradientResult result = GradientBackends.check(backend, training, DEFAULTS.withSamples(5));
        assertBelowBound(result);
        assertEquals(5, GradientBackends.block(result, "W1").looked());
        assertTrue(result.direction().orElseThrow().difference() < BOUND);
      }
    }
  }

  @Test
  void catPicturesHoldBySample() {
    TrainingCase training =
        GradientBackends.training(
            CatData.load().train(), List.of(20, 7, 5), new Regularization(0.7, List.of(0.86)));
    try (Backend backend = GradientBackends.open("jocl", Precision.FP64)) {
      assertBelowBound(GradientBackends.check(backend, training, DEFAULTS));
    }
    try (Backend backend = GradientBackends.open("jocl", Precision.FP32)) {
      GradientResult result = GradientBackends.check(backend, training, DEFAULTS.withSamples(3));
      assertTrue(result.holds(), result::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void singlePrecisionHoldsWithinItsRounding(String name) {
    try (Backend backend = GradientBackends.open(name, Precision.FP32)) {
      for (Regularization regularization : GradientBackends.regularizations()) {
        TrainingCase training =
            GradientBackends.training(TrainingCase.smallData(), List.of(20, 7, 5), regularization);
        GradientResult result = GradientBackends.check(backend, training, DEFAULTS);
        assertTrue(result.holds(), result::toString);
        assertTrue(result.difference() > 1e-9, "the two cannot agree to more digits than fp32 has");
        for (BlockGradient block : result.blocks()) {
          assertTrue(block.bound() < 5e-5, () -> block + " would hide 1 part in 10^4");
          assertEquals(0, block.leftOut());
        }
      }
    }
  }

  @Test
  void signsThatRoundingTurnsAreTakenFromTheBackend() {
    // Z = (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24; in fp32, where products are rounded, it is 0.
    double factor = 1 + 0x1p-12;
    TrainingCase training =
        Nets.of(
            Network.classifier(1, List.of(2)),
            new double[] {factor, 0.5, 0.75},
            new LayerParameters(new double[] {factor, 1}, new double[] {-1 - 0x1p-11, 0.25}),
            new LayerParameters(new double[] {0.5, -0.75}, new double[] {0.1}));
    try (Backend backend = CpuBackend.open(Precision.FP32)) {
      GradientResult result = GradientBackends.check(backend, training, DEFAULTS);
      assertTrue(result.holds(), result::toString);
    }
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      BlockGradient block =
          GradientBackends.block(GradientBackends.check(backend, training, DEFAULTS), "W1");
      assertEquals(1, block.leftOut(), "it is a kink all the same");
    }
  }

  @Test
  void gradientOfZeroHolds() {
    TrainingCase training =
        Nets.of(
            Network.classifier(1, List.of(2)),
            new double[] {1, 2, 3},
            new LayerParameters(new double[2], new double[] {0.1, 0.2}),
            new LayerParameters(new double[2], new double[] {0.1}));
    for (Precision precision : Precision.values()) {
      try (Backend backend = CpuBackend.open(precision)) {
        GradientResult result = GradientBackends.check(backend, training, DEFAULTS);
        assertTrue(result.holds(), result::toString);
        assertEquals(0, GradientBackends.block(result, "W1").difference());
      }
    }
  }

  @Test
  void gradientThatDrownsInRoundOffFailsAndSaysSo() {
    TrainingCase training =
        GradientBackends.training(
            TrainingCase.smallData(), List.of(20, 7, 5), Regularization.none());
    List<LayerParameters> tiny = new ArrayList<>();
    for (LayerParameters layer : training.start().layers()) {
      double[] weights = layer.weights().clone();
      Arrays.setAll(weights, i -> 0.01 * layer.weights()[i]);
      tiny.add(new LayerParameters(weights, layer.bias()));
    }
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      GradientResult result =
          GradientBackends.check(backend, Nets.at(training, new Parameters(tiny)), DEFAULTS);
      assertFalse(result.holds());
      String reason = GradientBackends.block(result, "W1").failure().orElseThrow();
      assertTrue(reason.contains("round-off"), reason);
    }
  }

  @Test
  void costThatIsNotFiniteFails() {
    TrainingCase training =
        Nets.of(
            Network.classifier(1, List.of()),
            new double[] {1e300, 2},
            new LayerParameters(new double[] {1e300}, new double[] {0}));
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      GradientResult result = GradientBackends.check(backend, training, DEFAULTS);
      assertFalse(result.holds());
      assertTrue(GradientBackends.block(result, "W1").failure().isPresent());
    }
  }

  @Test
  void costsInSinglePrecisionAreRefused() {
    TrainingCase training = GradientBackends.training(4, 11, List.of(5, 3), Regularization.none());
    try (Backend backend = CpuBackend.open(Precision.FP32)) {
      GradientCheck check = new GradientCheck(DEFAULTS);
      assertThrows(IllegalArgumentException.class, () -> check.check(backend, training));
      assertThrows(IllegalArgumentException.class, () -> check.check(backend, backend, training));
    }
  }

  @Test
  void settingsAreChecked() {
    for (double epsilon : new double[] {0, -1e-5, 1, Double.NaN, 1e-13}) {
      assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withEpsilon(epsilon));
    }
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withSamples(0));
    assertEquals(20, DEFAULTS.samplesOf(Network.classifier(12288, List.of(20, 7, 5))));
    assertTrue(DEFAULTS.samplesOf(Network.classifier(37, List.of(20, 7, 5))) >= 740);
  }

  private static void assertBelowBound(GradientResult result) {
    assertTrue(result.holds(), result::toString);
    assertTrue(result.difference() < BOUND);
    for (BlockGradient block : result.blocks()) {
      assertTrue(block.difference() < BOUND, block::toString);
      assertTrue(block.compared() > 0, block::toString);
    }
  }
}
