package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningCurvesTest {
  private static final Regularization DROPOUT_AND_L2 = new Regularization(0.7, List.of(0.5, 1.0));
  private static final TrainingConfig CONFIG =
      TrainingConfig.defaults()
          .withLearningRate(0.1)
          .withIterations(12)
          .withLogEvery(5)
          .withRegularization(DROPOUT_AND_L2);

  private record Told(TreeMap<Long, CurvePoint> points, List<String> order)
      implements TrainingListener {
    Told() {
      this(new TreeMap<>(), new ArrayList<>());
    }

    @Override
    public void curves(long iteration, CurvePoint point) {
      points.put(iteration, point);
      order.add("curves " + iteration);
    }

    @Override
    public void cost(long iteration, double cost, double dataCost) {
      order.add("cost " + iteration);
    }
  }

  static List<OpenClConfiguration> openCl() {
    return OpenClConfiguration.defaults();
  }

  /** Every point against an evaluation of the parameters that a shorter run ends with. */
  private static void assertPointsAreEvaluations(
      Backend backend, TrainingConfig config, Dataset train, Dataset test, double tolerance) {
    Told told = new Told();
    train(backend, new TrainTest(train, Optional.of(test)), config, told);
    assertEquals(List.of(0L, 5L, 10L, 11L), List.copyOf(told.points().keySet()));
    for (long iteration : told.points().keySet()) {
      Parameters parameters =
          iteration == 0
              ? SmallCase.start()
              : train(
                  backend,
                  new TrainTest(train, Optional.empty()),
                  config.withIterations(iteration),
                  new Told());
      Evaluator evaluator = new Evaluator(backend);
      Metrics onTrain =
          evaluator.evaluate(SmallCase.NETWORK, parameters, train, 0.7, train.size()).metrics();
      Metrics onTest =
          evaluator.evaluate(SmallCase.NETWORK, parameters, test, 0.7, train.size()).metrics();
      CurvePoint point = told.points().get(iteration);
      assertEquals(onTrain.accuracy(), point.trainAccuracy(), "train at " + iteration);
      assertEquals(onTest.accuracy(), point.testAccuracy(), "test at " + iteration);
      assertEquals(onTest.cost(), point.testCost(), tolerance, "test cost at " + iteration);
    }
  }

  private static Parameters train(
      Backend backend, TrainTest data, TrainingConfig config, TrainingListener listener) {
    return new Trainer()
        .train(backend, SmallCase.NETWORK, data, SmallCase.start(), config, List.of(listener))
        .parameters();
  }

  @Test
  void aPointIsAnEvaluationWithoutDropoutBeforeTheUpdate() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      assertPointsAreEvaluations(backend, CONFIG, SmallCase.table(30), SmallCase.table(23), 1e-13);
      assertPointsAreEvaluations(backend, CONFIG, SmallCase.pixels(30), SmallCase.pixels(1), 1e-13);
    }
  }

  /** The batch is a part of the set, which is then forwarded in blocks beside it. */
  @Test
  void aPointIsOfTheWholeSetWhereTheBatchIsAPartOfIt() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      for (int batch : new int[] {1, 8, 29}) {
        TrainingConfig config = CONFIG.withBatchSize(batch);
        assertPointsAreEvaluations(
            backend, config, SmallCase.table(30), SmallCase.table(23), 1e-13);
        assertPointsAreEvaluations(
            backend, config, SmallCase.pixels(130), SmallCase.pixels(1), 1e-13);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("openCl")
  void onADeviceToo(OpenClConfiguration configuration) {
    double tolerance = configuration.precision() == Precision.FP64 ? 1e-13 : 1e-5;
    try (Backend backend = configuration.open()) {
      for (TrainingConfig config : List.of(CONFIG, CONFIG.withBatchSize(8))) {
        assertPointsAreEvaluations(
            backend, config, SmallCase.pixels(30), SmallCase.pixels(23), tolerance);
      }
    }
  }

  @Test
  void blocksStartAtTheFirstRowEveryTime() {
    Dataset train = SmallCase.table(30);
    Dataset test = SmallCase.table(23);
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep step =
            TrainingStep.prepare(backend, SmallCase.NETWORK, train, SmallCase.start(), CONFIG)) {
      double[] whole =
          new Evaluator(backend)
              .probabilities(SmallCase.NETWORK, SmallCase.start(), test.features());
      for (int block : new int[] {1, 7, 22, 23, 64}) {
        try (Arena arena = backend.newArena();
            InferencePlan plan =
                InferencePlan.record(
                    backend,
                    SmallCase.NETWORK,
                    step.memory().parameters(),
                    InferenceMemory.ofFeatures(
                        backend, arena, SmallCase.NETWORK, test.features(), 23, block),
                    23)) {
          assertArrayEquals(whole, plan.run().probabilities(), 1e-15, "blocks of " + block);
          assertArrayEquals(whole, plan.run().probabilities(), 1e-15, "again, of " + block);
        }
      }
    }
  }

  /** A step of another data set than the curves', which is in its order but not it. */
  @Test
  void aTrainingSetThatIsNotTheBatchIsMeasuredItself() {
    Dataset train = SmallCase.table(150);
    Dataset test = SmallCase.table(9);
    Dataset part =
        new Dataset(
            "part",
            train.features().slice(0, 20),
            Arrays.copyOf(train.labels(), 20),
            train.classNames());
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep step =
            TrainingStep.prepare(backend, SmallCase.NETWORK, part, SmallCase.start(), CONFIG)) {
      for (int i = 0; i < 5; i++) {
        step.run();
      }
      try (LearningCurves curves =
          LearningCurves.prepare(backend, SmallCase.NETWORK, step, train, test, 64)) {
        Parameters parameters = step.parameters();
        Evaluator evaluator = new Evaluator(backend);
        LearningCurves.Measured measured = curves.measure();
        assertEquals(
            evaluator.evaluate(SmallCase.NETWORK, parameters, train, 0, 150).metrics().accuracy(),
            measured.trainAccuracy());
        assertNotEquals(
            evaluator.evaluate(SmallCase.NETWORK, parameters, part, 0, 150).metrics().accuracy(),
            measured.trainAccuracy());
        assertEquals(
            evaluator.evaluate(SmallCase.NETWORK, parameters, test, 0, 150).metrics().dataCost(),
            measured.testDataCost(),
            1e-13);
      }
    }
  }

  @Test
  void lookingChangesNothing() {
    Dataset train = SmallCase.table(30);
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Told with = new Told();
      Told without = new Told();
      Parameters watched =
          train(backend, new TrainTest(train, Optional.of(SmallCase.table(9))), CONFIG, with);
      Parameters unwatched =
          train(backend, new TrainTest(train, Optional.empty()), CONFIG, without);
      for (int l = 0; l < 3; l++) {
        assertArrayEquals(unwatched.layers().get(l).weights(), watched.layers().get(l).weights());
      }
      assertEquals(List.of("cost 0", "cost 5", "cost 10", "cost 11"), without.order());
      assertEquals(
          List.of(
              "curves 0",
              "cost 0",
              "curves 5",
              "cost 5",
              "curves 10",
              "cost 10",
              "curves 11",
              "cost 11"),
          with.order());
    }
  }

  @Test
  void aTestSetThatDoesNotFitBesideTheRunIsRefused() {
    Dataset train = SmallCase.table(5);
    Dataset test = SmallCase.table(20_000);
    try (EjmlBackend small = MemoryEstimateTest.device(200_000, 200_000)) {
      Optional<String> refusal =
          MemoryEstimate.curvesRefusal(
              small,
              SmallCase.NETWORK,
              train.features(),
              CONFIG.withRegularization(Regularization.none()),
              Optional.empty(),
              test.features());
      assertTrue(
          refusal.orElse("").startsWith("keeping 20000 test examples beside the run needs "),
          refusal.toString());
      assertFalse(refusal.get().contains("\n"));
      BackendException refused =
          assertThrows(
              BackendException.class,
              () -> train(small, new TrainTest(train, Optional.of(test)), CONFIG, new Told()));
      assertEquals(refusal.get(), refused.getMessage());
    }
  }

  @Test
  void littleMemoryMakesSmallBlocks() {
    Dataset train = SmallCase.table(5);
    Dataset test = SmallCase.table(900);
    try (EjmlBackend small = MemoryEstimateTest.device(60_000, 60_000)) {
      assertTrue(
          MemoryPlan.find(
                      small,
                      SmallCase.NETWORK,
                      train.features(),
                      CONFIG.withRegularization(Regularization.none()),
                      Optional.empty())
                  .curvesBlock(test.features())
                  .orElseThrow()
              < InferencePlan.largestBlock(small));
      TrainingConfig plain = CONFIG.withRegularization(Regularization.none());
      Told told = new Told();
      Parameters end = train(small, new TrainTest(train, Optional.of(test)), plain, told);
      Told toldElsewhere = new Told();
      try (Backend large = EjmlBackend.reference(Precision.FP64)) {
        train(large, new TrainTest(train, Optional.of(test)), plain, toldElsewhere);
      }
      assertEquals(
          toldElsewhere.points().get(11L).testCost(), told.points().get(11L).testCost(), 1e-12);
      assertEquals(3, end.layers().size());
    }
  }
}
