package oncilla.check.gradient;

import static oncilla.backend.MatmulForm.TN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.check.FaultyBackend;
import oncilla.check.TrainingCase;
import oncilla.check.verification.ForwardingOps;
import oncilla.nn.Regularization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong gradients fail: each planted into the operations of an otherwise right backend. */
class PlantedGradientErrorsTest {
  private static final double PART_IN_TEN_THOUSAND = 1.0001;
  private static final Regularization BOTH = new Regularization(0.7, List.of(0.86));

  static List<String> backends() {
    return GradientBackends.names();
  }

  /**
   * The data gradient of one block times {@code factor}. The backward pass asks for the layers from
   * the last to the first.
   */
  private static UnaryOperator<Ops> scaled(ParameterBlock block, int depth, double factor) {
    return ops ->
        new ForwardingOps(ops) {
          private int layer = depth;

          @Override
          public void denseBackward(
              double scale,
              Activation f,
              Optional<Dropout> dropout,
              Tensor gradient,
              Tensor y,
              Tensor x,
              Tensor dw,
              Tensor db) {
            boolean here = layer == block.layer();
            activateBackward(f, gradient, y, dropout, gradient);
            matmul(TN, here && block.isWeights() ? factor * scale : scale, gradient, x, dw);
            columnSum(here && !block.isWeights() ? factor * scale : scale, gradient, db);
            layer--;
          }
        };
  }

  @ParameterizedTest
  @MethodSource("backends")
  void onePartInTenThousandInOneBlockIsCaught(String name) {
    TrainingCase training = GradientBackends.training(4, 11, List.of(5, 3), BOTH);
    try (Backend backend = GradientBackends.open(name, Precision.FP64)) {
      for (ParameterBlock block : ParameterBlock.of(training.network())) {
        Backend faulty = new FaultyBackend(backend, scaled(block, 3, PART_IN_TEN_THOUSAND));
        GradientResult result =
            GradientBackends.check(faulty, training, GradientSettings.defaults());
        assertEquals(block.name(), failing(result));
        assertFalse(result.holds());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void onePartInTenThousandIsCaughtBySampleInTheNetOfTheNotes(String name) {
    TrainingCase training =
        GradientBackends.training(12288, 209, List.of(20, 7, 5), Regularization.none());
    ParameterBlock first = ParameterBlock.of(training.network()).get(0);
    try (Backend backend = GradientBackends.open(name, Precision.FP64)) {
      Backend faulty = new FaultyBackend(backend, scaled(first, 4, PART_IN_TEN_THOUSAND));
      GradientResult result =
          GradientBackends.check(faulty, training, GradientSettings.defaults().withSamples(1));
      assertEquals("W1", failing(result));
      assertFalse(result.direction().orElseThrow().holds());
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void onePartInAThousandIsCaughtInSinglePrecision(String name) {
    TrainingCase training = GradientBackends.training(4, 11, List.of(5, 3), BOTH);
    try (Backend backend = GradientBackends.open(name, Precision.FP32)) {
      for (ParameterBlock block : ParameterBlock.of(training.network())) {
        Backend faulty = new FaultyBackend(backend, scaled(block, 3, 1.001));
        GradientResult result =
            GradientBackends.check(faulty, training, GradientSettings.defaults());
        assertEquals(block.name(), failing(result));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void errorOutsideTheSampleIsCaughtByTheDirection(String name) {
    TrainingCase training =
        GradientBackends.training(TrainingCase.smallData(), List.of(20, 7, 5), BOTH);
    try (Backend backend = GradientBackends.open(name, Precision.FP64);
        Arena arena = backend.newArena()) {
      Tensor error = arena.allocate(ElementType.REAL, Shape.of(7, 20));
      double[] values = new double[140];
      values[139] = 0.01;
      backend.upload(values, error);
      Backend faulty =
          new FaultyBackend(
              backend,
              ops ->
                  new ForwardingOps(ops) {
                    @Override
                    public void denseBackward(
                        double scale,
                        Activation f,
                        Optional<Dropout> dropout,
                        Tensor gradient,
                        Tensor y,
                        Tensor x,
                        Tensor dw,
                        Tensor db) {
                      super.denseBackward(scale, f, dropout, gradient, y, x, dw, db);
                      if (dw.shape().equals(error.shape())) {
                        addScaled(1, error, dw);
                      }
                    }
                  });
      GradientResult result =
          GradientBackends.check(faulty, training, GradientSettings.defaults().withSamples(5));
      assertEquals("", failing(result));
      assertFalse(result.direction().orElseThrow().holds());
      assertFalse(result.holds());
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void forgottenTermsAreCaught(String name) {
    TrainingCase training =
        GradientBackends.training(TrainingCase.smallData(), List.of(20, 7, 5), BOTH);
    try (Backend backend = GradientBackends.open(name, Precision.FP64)) {
      assertEquals("W1 W2 W3 W4", failing(training, backend, PlantedGradientErrorsTest::noDecay));
      assertEquals(
          "W1 b1 W2 b2 W3 b3", failing(training, backend, PlantedGradientErrorsTest::noMask));
      assertEquals(
          "W1 b1 W2 b2 W3 b3", failing(training, backend, PlantedGradientErrorsTest::noSlope));
    }
  }

  /** Without the gradient of the L2 term. */
  private static Ops noDecay(Ops ops) {
    return new ForwardingOps(ops) {
      @Override
      public void update(UpdateRule rule, ParameterUpdate update, StepState state) {
        super.update(
            rule,
            ParameterUpdate.of(update.parameters(), update.gradients(), update.moments()),
            state);
      }
    };
  }

  /** Without dropout in the backward pass. */
  private static Ops noMask(Ops ops) {
    return new ForwardingOps(ops) {
      @Override
      public void activateBackward(
          Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
        super.activateBackward(f, da, a, Optional.empty(), dz);
      }
    };
  }

  /** With relu' = 1 everywhere. */
  private static Ops noSlope(Ops ops) {
    return new ForwardingOps(ops) {
      @Override
      public void activateBackward(
          Activation f, Tensor da, Tensor a, Optional<Dropout> dropout, Tensor dz) {
        assertTrue(da == dz, "the backward pass works in place");
        super.activateBackward(Activation.IDENTITY, da, a, dropout, dz);
      }
    };
  }

  private static String failing(TrainingCase training, Backend backend, UnaryOperator<Ops> defect) {
    return failing(
        GradientBackends.check(
            new FaultyBackend(backend, defect),
            training,
            GradientSettings.defaults().withSamples(10)));
  }

  private static String failing(GradientResult result) {
    return result.blocks().stream()
        .filter(block -> !block.holds())
        .map(block -> block.block().name())
        .collect(Collectors.joining(" "));
  }
}
