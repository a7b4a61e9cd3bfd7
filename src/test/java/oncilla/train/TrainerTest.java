package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.golden.PointData;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.train.health.NonFiniteCostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final TrainingConfig CONFIG =
      TrainingConfig.defaults().withLearningRate(0.1).withIterations(25).withLogEvery(10);

  private final Backend backend = EjmlBackend.reference(Precision.FP64);
  private final List<String> told = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void started(TrainingRun run) {
          told.add("started " + run.iterations() + " " + run.logEvery());
        }

        @Override
        public void cost(long iteration, double cost, double dataCost) {
          told.add("cost " + iteration);
          costs.add(cost);
        }

        @Override
        public void progress(long iterations) {
          if (iterations % 10 == 0) {
            told.add("progress " + iterations);
          }
        }

        @Override
        public void finished(double seconds) {
          told.add("finished " + seconds);
        }
      };

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void listenersAreToldInOrder() {
    long[] clock = {0};
    TrainingResult result =
        new Trainer(() -> clock[0] += 1_000_000_000)
            .train(
                backend,
                SmallCase.NETWORK,
                SmallCase.table(30),
                SmallCase.start(),
                CONFIG.withIterations(21),
                List.of(listener));
    assertEquals("started 21 10", told.get(0));
    assertEquals(
        List.of("cost 0", "progress 10", "cost 10", "progress 20", "cost 20"),
        told.subList(1, told.size() - 1));
    assertEquals("finished " + result.seconds(), told.get(told.size() - 1));
    assertTrue(result.seconds() >= 1);
    assertEquals(21, result.iterations());
    assertEquals(costs.get(2), result.cost());
    assertTrue(costs.get(2) < costs.get(0));
  }

  @Test
  void theLastCostIsReadThoughItIsNotDivisible() {
    train(SmallCase.start(), CONFIG.withIterations(13));
    assertTrue(told.contains("cost 12"), told.toString());
    assertEquals(3, costs.size());
  }

  @Test
  void logEveryChangesNothing() {
    Parameters each = train(SmallCase.start(), CONFIG.withLogEvery(1)).parameters();
    Parameters never = train(SmallCase.start(), CONFIG.withLogEvery(1000)).parameters();
    assertArrayEquals(each.layers().get(0).weights(), never.layers().get(0).weights());
  }

  @Test
  void badStepIsFoundWithItsLayerWhateverIsLogged() {
    List<NonFiniteCostException> failures = new ArrayList<>();
    for (long logEvery : new long[] {1, 7, 1000}) {
      told.clear();
      failures.add(
          assertThrows(
              NonFiniteCostException.class,
              () ->
                  train(SmallCase.start(), CONFIG.withLearningRate(1e200).withLogEvery(logEvery))));
    }
    NonFiniteCostException failure = failures.get(0);
    // With every cost read, the last good one comes just before the bad step.
    assertTrue(failure.iteration() > 0);
    assertTrue(failure.layer().isPresent());
    assertTrue(
        failure
            .getMessage()
            .startsWith("the cost is not finite at iteration " + failure.iteration()),
        failure.getMessage());
    assertTrue(
        failure.getMessage().contains("of layer " + failure.layer().getAsInt()),
        failure.getMessage());
    assertTrue(
        failure.getMessage().contains("lower learningRate than 1.0E200"), failure.getMessage());
    assertEquals(
        List.of(failure.getMessage(), failure.getMessage(), failure.getMessage()),
        failures.stream().map(Throwable::getMessage).toList());
  }

  @Test
  void aRateOfTenToTheThirtyOverflowsFp32() {
    Network network = Network.classifier(2, List.of(10, 5));
    Parameters start = Initialization.of(Scheme.HE).draw(network, 3);
    try (Backend cpu = CpuBackend.open(Precision.FP32)) {
      NonFiniteCostException failure =
          assertThrows(
              NonFiniteCostException.class,
              () ->
                  new Trainer()
                      .train(
                          cpu,
                          network,
                          PointData.circles().train(),
                          start,
                          CONFIG.withLearningRate(1e30),
                          List.of()));
      assertEquals(1, failure.iteration());
      assertEquals(OptionalInt.of(2), failure.layer());
    }
  }

  @Test
  void badStartIsNamedByLayer() {
    Parameters start = SmallCase.start();
    start.layers().get(1).weights()[3] = Double.NaN;
    NonFiniteCostException failure =
        assertThrows(NonFiniteCostException.class, () -> train(start, CONFIG));
    assertEquals(0, failure.iteration());
    assertEquals(OptionalInt.of(2), failure.layer());
    assertTrue(failure.getMessage().contains("the weights of layer 2"), failure.getMessage());
  }

  @Test
  void overflowBehindReluIsSeenBeforeIt() {
    Parameters start = SmallCase.start();
    Arrays.fill(start.layers().get(0).weights(), 0);
    Arrays.fill(start.layers().get(0).bias(), 1e300);
    Arrays.fill(start.layers().get(1).weights(), -1e300);
    // Z2 is −∞ everywhere, which ReLU would hide; a zero times it is not what comes out.
    Arrays.fill(start.layers().get(2).bias(), Double.POSITIVE_INFINITY);
    NonFiniteCostException failure =
        assertThrows(NonFiniteCostException.class, () -> train(start, CONFIG));
    assertEquals(OptionalInt.of(2), failure.layer());
    assertTrue(
        failure.getMessage().contains("the pre-activations of layer 2"), failure.getMessage());
  }

  @Test
  void overflowOfTheL2TermIsNamed() {
    Parameters start = SmallCase.start();
    Arrays.fill(start.layers().get(0).weights(), 1e160);
    Arrays.fill(start.layers().get(1).weights(), 0);
    NonFiniteCostException failure =
        assertThrows(
            NonFiniteCostException.class,
            () -> train(start, CONFIG.withRegularization(Regularization.l2(1))));
    assertEquals(OptionalInt.empty(), failure.layer());
    assertTrue(failure.getMessage().contains("the L2 term"), failure.getMessage());
  }

  @Test
  void parametersBrokenByTheLastUpdateAreFound() {
    Parameters start = Initialization.normal(1).draw(SmallCase.NETWORK, 3);
    Arrays.fill(start.layers().get(2).weights(), 1e10);
    NonFiniteCostException failure =
        assertThrows(
            NonFiniteCostException.class,
            () -> train(start, CONFIG.withIterations(1).withLearningRate(1.7e308)));
    assertEquals(1, failure.iteration());
    assertTrue(failure.getMessage().contains("after the last of 1 updates"), failure.getMessage());
  }

  @Test
  void aRateThatDoesNotFitThePrecisionIsRefused() {
    try (Backend single = EjmlBackend.reference(Precision.FP32)) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new Trainer()
                  .train(
                      single,
                      SmallCase.NETWORK,
                      SmallCase.table(5),
                      SmallCase.start(),
                      CONFIG.withLearningRate(1e300),
                      List.of()));
    }
  }

  private TrainingResult train(Parameters start, TrainingConfig config) {
    return new Trainer()
        .train(backend, SmallCase.NETWORK, SmallCase.table(30), start, config, List.of(listener));
  }
}
