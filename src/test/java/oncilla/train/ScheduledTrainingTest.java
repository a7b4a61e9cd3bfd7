package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.backend.StepState;
import oncilla.backend.UpdateRule;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.nn.Parameters;
import oncilla.optim.Adam;
import oncilla.optim.CosineSchedule;
import oncilla.optim.RateTable;
import oncilla.optim.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A schedule is uploaded for many steps at a time, and each step has the rate that is its own. */
class ScheduledTrainingTest {
  private static final Schedule SCHEDULE = new CosineSchedule(20);
  private static final Dataset DATA = SmallCase.table(8);

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  private static TrainingConfig config(long iterations) {
    return TrainingConfig.defaults().withIterations(iterations).withLearningRate(0.05);
  }

  private static TrainingStep step(Backend backend, TrainingConfig config, long position) {
    return TrainingStep.prepare(
        backend,
        SmallCase.NETWORK,
        DATA,
        SmallCase.start(),
        config,
        new StepState.Position(position, position, 0));
  }

  private static void assertSame(Parameters expected, Parameters found) {
    for (int l = 0; l < expected.layers().size(); l++) {
      assertArrayEquals(expected.layers().get(l).weights(), found.layers().get(l).weights());
      assertArrayEquals(expected.layers().get(l).bias(), found.layers().get(l).bias());
    }
  }

  /** From the middle of a table over its end, to the bit as with a rate set before each step. */
  @ParameterizedTest
  @MethodSource("backends")
  void eachStepHasItsOwnRate(EveryBackend which) {
    long iterations = 2 * RateTable.MOST + 100;
    long first = RateTable.MOST - 7;
    try (Backend backend = which.open();
        TrainingStep scheduled = step(backend, config(iterations).withSchedule(SCHEDULE), first);
        TrainingStep set = step(backend, config(iterations), first)) {
      for (long t = first; t < first + RateTable.MOST + 20; t++) {
        scheduled.run();
        set.setLearningRate(SCHEDULE.rate(0.05, t, iterations));
        set.run();
      }
      assertSame(set.parameters(), scheduled.parameters());
      assertEquals(first + RateTable.MOST + 20, scheduled.position().step());
    }
  }

  @Test
  void aRateThatIsSetGoesBeforeTheSchedule() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep scheduled = step(backend, config(50).withSchedule(SCHEDULE), 0);
        TrainingStep set = step(backend, config(50).withLearningRate(0.5), 0)) {
      scheduled.setLearningRate(0.5);
      for (int t = 0; t < 50; t++) {
        scheduled.run();
        set.run();
      }
      assertSame(set.parameters(), scheduled.parameters());
    }
  }

  @Test
  void memoryOfAdamIsCounted() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      long without = bytes(backend, config(5));
      long with = bytes(backend, config(5).withOptimizer(Adam.withDefaults()));
      long block = 8 * oncilla.nn.ParameterMemory.layout(SmallCase.NETWORK, Precision.FP64).size();
      assertEquals(2 * block, with - without);
      assertEquals(8 * 4, bytes(backend, config(5).withSchedule(new CosineSchedule(1))) - without);
    }
  }

  private static long bytes(Backend backend, TrainingConfig config) {
    return MemoryEstimate.ofTraining(backend, SmallCase.NETWORK, DATA.features(), config, 8)
        .bytes();
  }

  /** In fp32 it would be 0, and a parameter whose gradient is 0 would become NaN. */
  @Test
  void anEpsilonMustFitThePrecision() {
    TrainingConfig config =
        config(5).withOptimizer(new Adam(new UpdateRule.Adam(0.9, 0.999, 1e-40, 0)));
    try (Backend backend = EjmlBackend.reference(Precision.FP32)) {
      BackendException refused =
          assertThrows(BackendException.class, () -> step(backend, config, 0));
      assertEquals(
          "an epsilon of 1.0E-40 is too small for fp32, whose smallest is 1.1754943508222875E-38",
          refused.getMessage());
    }
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep step = step(backend, config, 0)) {
      step.run();
      assertNotEquals(
          SmallCase.start().layers().get(0).weights()[0],
          step.parameters().layers().get(0).weights()[0]);
    }
  }

  @Test
  void aWarmupMustLeaveUpdates() {
    TrainingConfig config = config(20).withLearningRate(0.1);
    assertThrows(IllegalArgumentException.class, () -> config.withSchedule(new CosineSchedule(20)));
  }
}
