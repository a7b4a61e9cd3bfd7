package oncilla.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.backend.Backend;
import oncilla.backend.LaunchTime;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.nn.Regularization;
import org.junit.jupiter.api.Test;

class StepProfilerTest {
  private static final StepNet NET = StepNet.parse("12,5,1x7");
  private static final Statistics SECOND = Statistics.of(1);
  private static final StepResult STEP =
      new StepResult("t", "fp64", NET, SECOND, SECOND, 2, 0.7, SECOND);

  /** A product of 3000 operations on 100 bytes, and something else that moves 5000 bytes. */
  private static List<LaunchTime> run(long product, long gap, long other) {
    return List.of(
        new LaunchTime("matmul", "", 100, 3000, 10_000, 10_000 + product),
        new LaunchTime(
            "activate", "relu", 5000, 0, 10_000 + product + gap, 10_000 + product + gap + other));
  }

  private static StepProfile profile(List<List<LaunchTime>> runs) {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      BenchTarget target = new BenchTarget("t", backend, OptionalDouble.of(1e10));
      return StepProfiler.profile(target, NET, STEP, runs, 1e10, 1e10);
    }
  }

  @Test
  void mediansSharesAndDistances() {
    StepProfile profile = profile(List.of(run(400, 50, 1100), run(600, 100, 1000), run(900, 0, 1)));
    LaunchProfile product = profile.launches().get(0);
    LaunchProfile other = profile.launches().get(1);
    assertEquals(600e-9, product.seconds().median(), 1e-15);
    assertEquals(1000e-9, other.seconds().median(), 1e-15);
    assertEquals(0, product.gapSeconds().median());
    assertEquals(50e-9, other.gapSeconds().median(), 1e-15);
    assertEquals(1600e-9, profile.kernelSeconds(), 1e-15);
    assertEquals(0.375, profile.share(product), 1e-12);
    // From the first start to the last end: 1550, 1700, 901.
    assertEquals(1550e-9, profile.deviceSeconds().median(), 1e-15);
    assertEquals(50e-9, profile.gapSeconds().median(), 1e-15);
    // 3000 operations at 10 a nanosecond are more than 100 bytes at as many.
    assertEquals(300e-9, product.leastSeconds(), 1e-15);
    assertEquals(500e-9, other.leastSeconds(), 1e-15);
    assertEquals(0.5, product.efficiency(), 1e-12);
    assertEquals(0.5, other.efficiency(), 1e-12);
    assertEquals(800e-9, profile.leastSeconds(), 1e-15);
    assertEquals(5e9, product.operationsPerSecond(), 1);
    assertEquals(5e9, other.bytesPerSecond(), 1);
    assertEquals("matmul", product.name());
    assertEquals("activate (relu)", other.name());
  }

  /** A device may start a launch before the one before it has ended; that is no gap. */
  @Test
  void launchesThatOverlapHaveNoGap() {
    StepProfile profile = profile(List.of(run(400, -100, 1100)));
    assertEquals(0, profile.gapSeconds().median());
    assertEquals(1400e-9, profile.deviceSeconds().median(), 1e-15);
  }

  @Test
  void aBackendWithoutLaunchesHasNoProfile() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      BenchTarget target = new BenchTarget("t", backend, OptionalDouble.of(1e10));
      Optional<StepProfile> none =
          new StepProfiler(0.001, new StepSettings(Regularization.none()))
              .measure(target, NET, STEP);
      assertTrue(none.isEmpty());
    }
  }
}
