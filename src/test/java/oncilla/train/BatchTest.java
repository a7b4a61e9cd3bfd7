package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import oncilla.optim.Momentum;
import oncilla.train.health.NonFiniteCostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training in batches: 4, 4 and 2 of ten examples, in an order of its own each epoch. */
class BatchTest {
  private static final int EXAMPLES = 10;
  private static final int BATCH = 4;
  private static final int STEPS = 7;

  /** The orders of three epochs with seed 3, by a program of its own in Python. */
  private static final int[][] BATCHES = {
    {3, 1, 8, 2}, {6, 7, 4, 9}, {0, 5}, {0, 1, 8, 3}, {5, 4, 9, 2}, {7, 6}, {9, 1, 4, 7},
  };

  private static final TrainingConfig PLAIN =
      TrainingConfig.defaults()
          .withIterations(STEPS)
          .withLearningRate(0.1)
          .withLogEvery(1)
          .withBatchSize(BATCH);

  /** All that a position has to bring back: masks, an L2 term, and what an optimiser remembers. */
  private static final TrainingConfig FULL =
      PLAIN
          .withRegularization(new Regularization(0.7, List.of(0.8, 0.5)))
          .withOptimizer(new Momentum(0.9, true));

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  private static final class Costs implements TrainingListener {
    private final List<Double> costs = new ArrayList<>();

    @Override
    public void cost(long iteration, double cost, double dataCost) {
      costs.add(cost);
    }
  }

  /** Each update is that of its own examples, and the last batch of an epoch has two. */
  @Test
  void everyUpdateIsThatOfItsBatch() {
    Dataset data = SmallCase.table(EXAMPLES);
    Costs told = new Costs();
    Parameters parameters = SmallCase.start();
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      TrainingResult result =
          new Trainer().train(backend, SmallCase.NETWORK, data, parameters, PLAIN, List.of(told));
      for (int i = 0; i < STEPS; i++) {
        Dataset batch = part(data, BATCHES[i]);
        try (TrainingStep step =
            TrainingStep.prepare(
                backend, SmallCase.NETWORK, batch, parameters, PLAIN.withBatchSize(0))) {
          step.run();
          assertEquals(step.readCost().cost(), told.costs.get(i), "step " + i);
          parameters = step.parameters();
        }
      }
      assertSame(parameters, result.parameters(), 0);
    }
  }

  private static Dataset part(Dataset data, int[] rows) {
    int columns = data.features().columns();
    double[] values = new double[rows.length * columns];
    byte[] labels = new byte[rows.length];
    double[] row = new double[columns];
    for (int i = 0; i < rows.length; i++) {
      data.features().copyRows(rows[i], rows[i] + 1, row);
      System.arraycopy(row, 0, values, i * columns, columns);
      labels[i] = data.labels()[rows[i]];
    }
    return new Dataset(
        data.source(), new Table(values, rows.length, columns), labels, data.classNames());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everyBackendTrainsInBatches(EveryBackend every) {
    Dataset data = SmallCase.pixels(EXAMPLES);
    Parameters expected;
    try (Backend reference = EjmlBackend.reference(Precision.FP64)) {
      expected = train(reference, data, FULL);
    }
    try (Backend backend = every.open()) {
      double bound = every.precision() == Precision.FP64 ? 1e-12 : 2e-5;
      assertSame(expected, train(backend, data, FULL), bound);
    }
  }

  private static Parameters train(Backend backend, Dataset data, TrainingConfig config) {
    return new Trainer()
        .train(backend, SmallCase.NETWORK, data, SmallCase.start(), config, List.of())
        .parameters();
  }

  /** A run goes on from any batch as if it had never stopped, to the last bit. */
  @ParameterizedTest
  @MethodSource("backends")
  void aRunGoesOnFromWhereItIs(EveryBackend every) {
    Dataset data = SmallCase.pixels(EXAMPLES);
    try (Backend backend = every.open()) {
      Parameters straight = train(backend, data, FULL);
      for (int stop : new int[] {1, 2, 3, 5}) {
        StepState.Position position;
        Parameters parameters;
        List<Parameters> moments;
        try (TrainingStep first = prepare(backend, data, StepState.Position.START)) {
          run(first, stop);
          position = first.position();
          parameters = first.parameters();
          moments = first.moments();
        }
        assertEquals(new StepState.Position(stop, stop / 3, stop % 3 * (long) BATCH), position);
        try (TrainingStep second = prepare(backend, data, position)) {
          second.upload(parameters, moments);
          run(second, STEPS - stop);
          assertSame(straight, second.parameters(), 0);
        }
      }
    }
  }

  private static TrainingStep prepare(Backend backend, Dataset data, StepState.Position position) {
    return TrainingStep.prepare(
        backend, SmallCase.NETWORK, data, SmallCase.start(), FULL, position);
  }

  private static void run(TrainingStep step, int times) {
    for (int i = 0; i < times; i++) {
      step.run();
    }
  }

  /** What is uploaded into a step that has run is what its next run starts from. */
  @ParameterizedTest
  @MethodSource("backends")
  void aStepThatHasRunTakesOtherParameters(EveryBackend every) {
    Dataset data = SmallCase.table(EXAMPLES);
    TrainingConfig config = PLAIN.withBatchSize(0);
    try (Backend backend = every.open();
        TrainingStep fresh =
            TrainingStep.prepare(backend, SmallCase.NETWORK, data, SmallCase.start(), config);
        TrainingStep used =
            TrainingStep.prepare(backend, SmallCase.NETWORK, data, SmallCase.start(), config)) {
      fresh.run();
      run(used, 3);
      used.upload(SmallCase.start(), List.of());
      used.run();
      assertEquals(fresh.readCost().cost(), used.readCost().cost());
      assertSame(fresh.parameters(), used.parameters(), 0);
      used.upload(SmallCase.start(), List.of());
      used.setLearningRate(0);
      used.run();
      try (TrainingStep start =
          TrainingStep.prepare(backend, SmallCase.NETWORK, data, SmallCase.start(), config)) {
        assertSame(start.parameters(), used.parameters(), 0);
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> used.upload(SmallCase.start(), List.of(SmallCase.start())));
    }
  }

  /** Parameters that fit, and moments that do not: neither is changed. */
  @Test
  void whatDoesNotFitChangesNothing() {
    Dataset data = SmallCase.table(EXAMPLES);
    Parameters wrong = Initialization.of(Scheme.HE).draw(Network.classifier(6, List.of(8, 4)), 3);
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep step = prepare(backend, data, StepState.Position.START)) {
      run(step, 2);
      Parameters before = step.parameters();
      List<Parameters> moments = step.moments();
      for (List<Parameters> given : List.of(List.of(wrong), List.<Parameters>of())) {
        assertThrows(IllegalArgumentException.class, () -> step.upload(SmallCase.start(), given));
      }
      assertThrows(IllegalArgumentException.class, () -> step.upload(wrong, moments));
      assertSame(before, step.parameters(), 0);
      assertSame(moments.get(0), step.moments().get(0), 0);
    }
  }

  /**
   * The second batch has an example that is not finite, and so its cost: parameters, moments and
   * position stay as the first batch left them, however often the step runs on.
   */
  @ParameterizedTest
  @MethodSource("backends")
  void aBadCostStopsTheRunInTheMiddleOfAnEpoch(EveryBackend every) {
    double[] values = new double[EXAMPLES * 6];
    Dataset good = SmallCase.table(EXAMPLES);
    good.features().copyRows(0, EXAMPLES, values);
    Arrays.fill(values, 4 * 6, 5 * 6, Double.POSITIVE_INFINITY);
    Dataset data =
        new Dataset(
            "points", new Table(values, EXAMPLES, 6), good.labels(), List.of("left", "right"));
    try (Backend backend = every.open();
        TrainingStep step =
            TrainingStep.prepare(
                backend,
                SmallCase.NETWORK,
                data,
                SmallCase.start(),
                FULL.withRegularization(Regularization.none()))) {
      step.run();
      assertTrue(step.readCost().isGood());
      Parameters before = step.parameters();
      List<Parameters> moments = step.moments();
      for (int i = 0; i < 4; i++) {
        step.run();
        assertEquals(1, step.readCost().firstBadStep());
        assertEquals(new StepState.Position(1, 0, BATCH), step.position());
      }
      assertSame(before, step.parameters(), 0);
      assertSame(moments.get(0), step.moments().get(0), 0);
    }
  }

  /**
   * Example 4 comes in the second batch, in the first of the next epoch but one and so on; the cost
   * is read long after, when other examples have been gathered.
   */
  @ParameterizedTest
  @MethodSource("backends")
  void theBadBatchIsLookedAtWhenTheRunHasGoneOn(EveryBackend every) {
    double[] values = new double[EXAMPLES * 6];
    Dataset good = SmallCase.table(EXAMPLES);
    good.features().copyRows(0, EXAMPLES, values);
    for (int bad : new int[] {4, 5}) {
      double[] some = values.clone();
      Arrays.fill(some, bad * 6, bad * 6 + 1, Double.NaN);
      Dataset data =
          new Dataset(
              "points", new Table(some, EXAMPLES, 6), good.labels(), List.of("left", "right"));
      for (int logEvery = 3; logEvery < 12; logEvery += 4) {
        TrainingConfig config = FULL.withIterations(20).withLogEvery(logEvery);
        try (Backend backend = every.open()) {
          NonFiniteCostException refused =
              assertThrows(NonFiniteCostException.class, () -> train(backend, data, config));
          assertTrue(
              refused.getMessage().contains("at iteration " + (bad == 4 ? 1 : 2) + ":"),
              refused.getMessage());
          assertTrue(
              refused.getMessage().contains("first seen in the inputs"), refused.getMessage());
        }
      }
    }
  }

  @Test
  void onlyWhereABatchBeginsCanARunGoOn() {
    Dataset data = SmallCase.table(EXAMPLES);
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      for (long row : new long[] {3, 10, 12}) {
        IllegalArgumentException refused =
            assertThrows(
                IllegalArgumentException.class,
                () -> prepare(backend, data, new StepState.Position(3, 1, row)));
        assertTrue(refused.getMessage().contains("row " + row), refused.getMessage());
      }
    }
  }

  /** The batch is longer than what is left, and what is left is all there is, in another order. */
  @Test
  void aBatchLargerThanTheSetIsTheSet() {
    Dataset data = SmallCase.table(EXAMPLES);
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Parameters whole = train(backend, data, PLAIN.withBatchSize(0));
      assertSame(whole, train(backend, data, PLAIN.withBatchSize(99)), 1e-13);
      assertSame(whole, train(backend, data, PLAIN.withBatchSize(EXAMPLES)), 1e-13);
    }
  }

  @Test
  void updatesOfSomeEpochs() {
    assertEquals(9, PLAIN.iterationsOf(3, 10));
    assertEquals(6, PLAIN.iterationsOf(3, 8));
    assertEquals(3, PLAIN.iterationsOf(3, 4));
    assertEquals(3, PLAIN.iterationsOf(3, 1));
    assertEquals(3, PLAIN.withBatchSize(0).iterationsOf(3, 10));
    assertEquals(20_000_000_000L, PLAIN.withBatchSize(1).iterationsOf(10, 2_000_000_000));
    assertThrows(IllegalArgumentException.class, () -> PLAIN.iterationsOf(0, 10));
    assertThrows(IllegalArgumentException.class, () -> PLAIN.iterationsOf(Long.MAX_VALUE, 10));
  }

  private static void assertSame(Parameters expected, Parameters actual, double bound) {
    for (int l = 0; l < expected.layers().size(); l++) {
      LayerParameters wanted = expected.layers().get(l);
      LayerParameters found = actual.layers().get(l);
      assertSame(wanted.weights(), found.weights(), bound, "W" + (l + 1));
      assertSame(wanted.bias(), found.bias(), bound, "b" + (l + 1));
    }
  }

  /** A bound of 0 means the same bits. */
  private static void assertSame(double[] expected, double[] actual, double bound, String name) {
    if (bound == 0) {
      assertArrayEquals(expected, actual, name);
    } else {
      assertArrayEquals(expected, actual, bound, name);
    }
  }
}
