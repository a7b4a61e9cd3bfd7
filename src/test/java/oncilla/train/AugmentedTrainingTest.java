package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.backend.Augmentation.Strength;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.Standardizing;
import oncilla.data.TrainTest;
import oncilla.nn.Parameters;
import oncilla.train.metric.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training on images that change from epoch to epoch. */
class AugmentedTrainingTest {
  private static final int EXAMPLES = 10;
  private static final TrainingConfig CONFIG =
      TrainingConfig.defaults().withIterations(7).withLearningRate(0.1).withLogEvery(1);

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  private static TrainingConfig config(int batch, Strength strength) {
    return CONFIG.withBatchSize(batch).withAugmentation(Optional.of(strength));
  }

  private static List<Double> train(Backend backend, TrainTest data, TrainingConfig config) {
    List<Double> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void cost(long iteration, double cost, double dataCost) {
            told.add(cost);
          }
        };
    new Trainer()
        .train(backend, SmallCase.NETWORK, data, SmallCase.start(), config, List.of(listener));
    return told;
  }

  /** In batches or not, standardised or not, every backend has the reference's costs. */
  @ParameterizedTest
  @MethodSource("backends")
  void everyBackendTrainsOnTheSameImages(EveryBackend every) {
    TrainTest plain = new TrainTest(SmallCase.pixels(EXAMPLES), Optional.empty());
    TrainTest standardized = plain.standardized(Standardizing.of(plain.train().features()));
    for (Strength strength : Strength.values()) {
      for (int batch : new int[] {0, 4}) {
        for (TrainTest data : List.of(plain, standardized)) {
          List<Double> expected;
          try (Backend reference = EjmlBackend.reference(Precision.FP64)) {
            expected = train(reference, data, config(batch, strength));
            assertNotEquals(
                expected, train(reference, data, CONFIG.withBatchSize(batch)), "not changed");
          }
          try (Backend backend = every.open()) {
            List<Double> found = train(backend, data, config(batch, strength));
            double bound = every.precision() == Precision.FP64 ? 1e-12 : 1e-4;
            for (int i = 0; i < expected.size(); i++) {
              assertEquals(expected.get(i), found.get(i), bound, strength + " " + batch);
            }
          }
        }
      }
    }
  }

  /** The whole set as one batch is another one in each epoch. */
  @Test
  void theSetThatIsTheBatchChangesToo() {
    TrainTest data = new TrainTest(SmallCase.pixels(EXAMPLES), Optional.empty());
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      TrainingConfig still = config(0, Strength.PHOTO).withLearningRate(1e-300);
      List<Double> costs = train(backend, data, still);
      assertEquals(7, costs.stream().distinct().count(), costs.toString());
    }
  }

  /** A run that begins in the middle of an epoch has the images of that epoch. */
  @ParameterizedTest
  @MethodSource("backends")
  void aRunGoesOnFromWhereItIs(EveryBackend every) {
    Dataset data = SmallCase.pixels(EXAMPLES);
    TrainingConfig config = config(4, Strength.PHOTO);
    try (Backend backend = every.open();
        TrainingStep straight =
            TrainingStep.prepare(backend, SmallCase.NETWORK, data, SmallCase.start(), config)) {
      for (int i = 0; i < 4; i++) {
        straight.run();
      }
      Parameters middle = straight.parameters();
      StepState.Position position = straight.position();
      assertEquals(new StepState.Position(4, 1, 4), position);
      straight.run();
      straight.run();
      try (TrainingStep second =
          TrainingStep.prepare(backend, SmallCase.NETWORK, data, middle, config, position)) {
        second.run();
        second.run();
        for (int l = 0; l < middle.layers().size(); l++) {
          assertArrayEquals(
              straight.parameters().layers().get(l).weights(),
              second.parameters().layers().get(l).weights());
        }
      }
    }
  }

  /** Learning curves and evaluations look at the images as they are. */
  @ParameterizedTest
  @MethodSource("backends")
  void evaluationChangesNothing(EveryBackend every) {
    Dataset data = SmallCase.pixels(EXAMPLES);
    TrainingConfig config = config(4, Strength.PHOTO).withLearningRate(1e-30);
    try (Backend backend = every.open()) {
      Evaluation whole =
          new Evaluator(backend).evaluate(SmallCase.NETWORK, SmallCase.start(), data, 0, EXAMPLES);
      try (TrainingStep step =
              TrainingStep.prepare(backend, SmallCase.NETWORK, data, SmallCase.start(), config);
          LearningCurves curves =
              LearningCurves.prepare(backend, SmallCase.NETWORK, step, data, data, 6)) {
        step.run();
        LearningCurves.Measured measured = curves.measure();
        assertEquals(whole.metrics().dataCost(), measured.testDataCost(), 1e-5);
        assertEquals(whole.metrics().accuracy(), measured.trainAccuracy());
      }
    }
  }

  @Test
  void tablesAreRefused() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  TrainingStep.prepare(
                      backend,
                      SmallCase.NETWORK,
                      SmallCase.table(EXAMPLES),
                      SmallCase.start(),
                      config(4, Strength.LIGHT)));
      assertEquals("only images can be augmented", refused.getMessage());
    }
  }
}
