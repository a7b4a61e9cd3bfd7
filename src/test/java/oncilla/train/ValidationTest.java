package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.train.health.NonFiniteCostException;
import oncilla.train.metric.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation while a run goes, and early stopping. */
class ValidationTest {
  /** So fast that 20 points are soon learned by heart. */
  static final TrainingConfig CONFIG =
      TrainingConfig.defaults()
          .withLearningRate(0.5)
          .withIterations(200)
          .withLogEvery(5)
          .withRegularization(new Regularization(0.1, List.of(0.9, 1.0)));

  static final Dataset TRAIN = part(SmallCase.table(60), 0, 20);

  /** Points like those trained on, one in four with the wrong label. */
  private static final Dataset HELD_OUT = mislabelled(part(SmallCase.table(60), 20, 60));

  private static Dataset part(Dataset data, int from, int to) {
    byte[] labels = new byte[to - from];
    System.arraycopy(data.labels(), from, labels, 0, to - from);
    return new Dataset("part", data.features().slice(from, to), labels, data.classNames());
  }

  static Dataset mislabelled(Dataset data) {
    byte[] labels = data.labels().clone();
    for (int i = 0; i < labels.length; i += 4) {
      labels[i] = (byte) (1 - labels[i]);
    }
    return new Dataset("held out", data.features(), labels, data.classNames());
  }

  /** What a listener was told, in order. */
  static final class Told implements TrainingListener {
    final List<ValidationPoint> points = new ArrayList<>();
    final List<String> order = new ArrayList<>();
    private OptionalLong stopped = OptionalLong.empty();

    @Override
    public void cost(long iteration, double cost, double dataCost) {
      order.add("cost " + iteration);
    }

    @Override
    public void validated(ValidationPoint point) {
      points.add(point);
      order.add("validated " + point.iteration() + " " + point.epochs());
    }

    @Override
    public void stopped(long iterations) {
      stopped = OptionalLong.of(iterations);
      order.add("stopped " + iterations);
    }

    @Override
    public void finished(double seconds) {
      order.add("finished");
    }
  }

  static TrainingResult train(
      Backend backend, Optional<Validation> validation, TrainingConfig config, Told told) {
    return new Trainer()
        .train(
            backend,
            SmallCase.NETWORK,
            new TrainTest(TRAIN, Optional.empty()),
            validation,
            SmallCase.start(),
            config,
            List.of(told));
  }

  static Optional<Validation> patience(int patience) {
    return Optional.of(new Validation(HELD_OUT, OptionalInt.of(patience)));
  }

  static Optional<Validation> toTheEnd() {
    return Optional.of(new Validation(HELD_OUT, OptionalInt.empty()));
  }

  /** The parameters after so many updates of a run that nobody watches. */
  private static Parameters after(Backend backend, TrainingConfig config, long updates) {
    return updates == 0
        ? SmallCase.start()
        : train(backend, Optional.empty(), config.withIterations(updates), new Told()).parameters();
  }

  private static void assertSame(Parameters expected, Parameters actual, String message) {
    for (int l = 0; l < expected.layers().size(); l++) {
      assertArrayEquals(
          expected.layers().get(l).weights(), actual.layers().get(l).weights(), message);
      assertArrayEquals(expected.layers().get(l).bias(), actual.layers().get(l).bias(), message);
    }
  }

  /** Each point against an evaluation of the parameters of a shorter run. */
  private static void assertPointsAreEvaluations(
      Backend backend, TrainingConfig config, List<TrainingListener.ValidationPoint> points) {
    double lowest = Double.POSITIVE_INFINITY;
    for (TrainingListener.ValidationPoint point : points) {
      Metrics metrics =
          new Evaluator(backend)
              .evaluate(
                  SmallCase.NETWORK,
                  after(backend, config, point.iteration()),
                  HELD_OUT,
                  0,
                  TRAIN.size())
              .metrics();
      assertEquals(metrics.dataCost(), point.dataCost(), "after " + point.iteration());
      assertEquals(metrics.accuracy(), point.accuracy(), "after " + point.iteration());
      assertEquals(point.dataCost() < lowest, point.isLowest(), "after " + point.iteration());
      lowest = Math.min(lowest, point.dataCost());
    }
  }

  static List<OpenClConfiguration> openCl() {
    return OpenClConfiguration.defaults();
  }

  @Test
  void aFullBatchIsValidatedWithEachCostAndAtTheEnd() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Told told = new Told();
      TrainingConfig config = CONFIG.withIterations(13);
      TrainingResult result = train(backend, toTheEnd(), config, told);
      assertEquals(
          List.of(
              "cost 0",
              "validated 0 0",
              "cost 5",
              "validated 5 5",
              "cost 10",
              "validated 10 10",
              "cost 12",
              "validated 12 12",
              "validated 13 13",
              "finished"),
          told.order);
      assertPointsAreEvaluations(backend, config, told.points);
      assertEquals(13, result.iterations());
      assertTrue(result.kept().isEmpty());
      assertSame(after(backend, config, 13), result.parameters(), "the last");
    }
  }

  /** 20 examples in batches of 8 are three updates, the last of 4; 11 updates are 3⅔ epochs. */
  @Test
  void batchesAreValidatedAfterEachEpochAndAtTheEnd() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Told told = new Told();
      TrainingConfig config = CONFIG.withIterations(11).withBatchSize(8);
      train(backend, toTheEnd(), config, told);
      assertEquals(
          List.of(
              "cost 0",
              "validated 3 1",
              "cost 5",
              "validated 6 2",
              "validated 9 3",
              "cost 10",
              "validated 11 3",
              "finished"),
          told.order);
      assertPointsAreEvaluations(backend, config, told.points);
    }
  }

  /** The last update ends an epoch: validated once. A batch larger than the set is all of it. */
  @ParameterizedTest
  @CsvSource({"10, 4, 2", "7, 6, 2", "20, 2, 3", "100, 2, 3", "1, 21, 2"})
  void noValidationComesTwice(int batch, long iterations, int validations) {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Told told = new Told();
      TrainingConfig config = CONFIG.withIterations(iterations).withBatchSize(batch);
      train(backend, toTheEnd(), config.withLogEvery(1000), told);
      assertEquals(validations, told.points.size(), told.order.toString());
      assertEquals(iterations, told.points.get(validations - 1).iteration());
    }
  }

  private static void assertStopsEarly(Backend backend, TrainingConfig config, int patience) {
    Told told = new Told();
    TrainingResult result = train(backend, patience(patience), config, told);
    TrainingListener.ValidationPoint kept = result.kept().orElseThrow();
    int best = told.points.indexOf(kept);
    // Every validation before the last has one within patience before it that was lower than all.
    assertEquals(told.points.size() - 1 - patience, best, told.points.toString());
    assertTrue(result.iterations() < config.iterations(), "ran to the end");
    assertEquals(OptionalLong.of(result.iterations()), told.stopped);
    assertTrue(told.points.stream().noneMatch(p -> p.dataCost() < kept.dataCost()));
    assertPointsAreEvaluations(backend, config, told.points);
    assertSame(after(backend, config, kept.iteration()), result.parameters(), "the best");
    long lastCost = result.iterations() - 1;
    List<String> costs = told.order.stream().filter(line -> line.startsWith("cost")).toList();
    assertEquals("cost " + lastCost, costs.get(costs.size() - 1), "the last update's cost is told");
    assertEquals(costs.stream().distinct().toList(), costs);
    assertEquals("finished", told.order.get(told.order.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aRunStopsWithoutALowerCostAndGivesTheBest(int patience) {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      assertStopsEarly(backend, CONFIG, patience);
      assertStopsEarly(backend, CONFIG.withBatchSize(8), patience);
      assertStopsEarly(backend, CONFIG.withBatchSize(20), patience);
      assertStopsEarly(backend, CONFIG.withBatchSize(1).withLogEvery(1000), patience);
    }
  }

  @ParameterizedTest
  @MethodSource("openCl")
  void onADeviceToo(OpenClConfiguration configuration) {
    try (Backend backend = configuration.open()) {
      assertStopsEarly(backend, CONFIG, 2);
      assertStopsEarly(backend, CONFIG.withBatchSize(8), 2);
    }
  }

  @Test
  void whereThePatienceLastsTheBestIsGivenAtTheEnd() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Told told = new Told();
      TrainingResult result = train(backend, patience(1000), CONFIG, told);
      assertEquals(200, result.iterations());
      assertTrue(told.stopped.isEmpty());
      long best = result.kept().orElseThrow().iteration();
      assertTrue(best < 200, "the last is the best");
      assertSame(after(backend, CONFIG, best), result.parameters(), "of " + best);
    }
  }

  /** What is looked at, and kept, changes nothing of the run. */
  @Test
  void validationDoesNotChangeTheRun() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      for (TrainingConfig config : List.of(CONFIG, CONFIG.withBatchSize(8))) {
        assertSame(
            train(backend, Optional.empty(), config, new Told()).parameters(),
            train(backend, toTheEnd(), config, new Told()).parameters(),
            "after all updates");
      }
    }
  }

  @Test
  void learningCurvesGoBesideIt() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Told alone = new Told();
      train(backend, patience(3), CONFIG, alone);
      Told beside = new Told();
      new Trainer()
          .train(
              backend,
              SmallCase.NETWORK,
              new TrainTest(TRAIN, Optional.of(SmallCase.table(7))),
              patience(3),
              SmallCase.start(),
              CONFIG,
              List.of(beside));
      assertEquals(alone.points, beside.points);
      assertEquals(alone.order, beside.order);
    }
  }

  /** One example that no training shows, too large for the numbers of the run. */
  @ParameterizedTest
  @ValueSource(ints = {0, 8})
  void aCostThatIsNotFiniteEndsTheRun(int batch) {
    double[] values = new double[12];
    values[3] = 1e308;
    values[7] = -1e308;
    Dataset huge =
        new Dataset("huge", new Table(values, 2, 6), new byte[] {0, 1}, HELD_OUT.classNames());
    TrainingConfig config = CONFIG.withBatchSize(batch);
    try (Backend backend = EjmlBackend.reference(Precision.FP32)) {
      Told told = new Told();
      NonFiniteCostException stopped =
          assertThrows(
              NonFiniteCostException.class,
              () ->
                  train(
                      backend, Optional.of(new Validation(huge, OptionalInt.of(2))), config, told));
      assertEquals(batch == 0 ? 0 : 3, stopped.iteration());
      assertTrue(
          stopped
              .getMessage()
              .startsWith(
                  "the cost on the validation set is not finite after %d updates; "
                      .formatted(stopped.iteration())),
          stopped.getMessage());
      assertTrue(
          stopped.getMessage().endsWith(batch == 0 ? "scaled data" : "learningRate than 0.5"),
          stopped.getMessage());
      assertEquals(List.of(), told.points);
    }
  }

  /** A training cost that is not finite says more, and is said first. */
  @Test
  void aTrainingCostThatIsNotFiniteComesFirst() {
    TrainingConfig config = CONFIG.withLearningRate(1e30).withBatchSize(8).withLogEvery(100);
    try (Backend backend = EjmlBackend.reference(Precision.FP32)) {
      NonFiniteCostException stopped =
          assertThrows(
              NonFiniteCostException.class, () -> train(backend, patience(2), config, new Told()));
      assertTrue(
          stopped.getMessage().startsWith("the cost is not finite at iteration "),
          stopped.getMessage());
    }
  }

  @Test
  void patienceIsAtLeastOne() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new Validation(HELD_OUT, OptionalInt.of(0)));
    assertEquals(
        "validations without a lower cost must be at least 1, not 0", refused.getMessage());
  }
}
