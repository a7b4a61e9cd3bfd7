package oncilla.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import oncilla.golden.OptimizerNumbers;
import org.junit.jupiter.api.Test;

/** Learning rates by their formulas, and as PyTorch's schedulers give them. */
class ScheduleTest {
  private static final OptimizerNumbers PEER = OptimizerNumbers.read();

  private static void assertRates(String name, Schedule schedule) {
    double[] rates = PEER.of("rates " + name);
    for (int t = 0; t < rates.length; t++) {
      assertEquals(rates[t], schedule.rate(0.1, t, rates.length), 1e-16, name + " at " + t);
    }
  }

  @Test
  void ratesAreThoseOfPyTorch() {
    assertRates("constant", new ConstantSchedule(3));
    assertRates("step", new StepSchedule(2, 4, 0.5));
    assertRates("cosine", new CosineSchedule(3));
    assertRates("cosine-alone", new CosineSchedule(0));
  }

  @Test
  void ratesFollowTheFormulas() {
    assertEquals(0.25, new ConstantSchedule(4).rate(1, 0, 10));
    assertEquals(1, new ConstantSchedule(4).rate(1, 3, 10));
    assertEquals(8 * 0.125, new StepSchedule(1, 2, 0.5).rate(8, 7, 100));
    assertEquals(8, new StepSchedule(1, 2, 0.5).rate(8, 2, 100));
    assertEquals(1 + Math.cos(Math.PI * 0.75), new CosineSchedule(2).rate(2, 8, 10), 1e-15);
    assertEquals(3, Schedule.constant().rate(3, 1L << 40, 10));
  }

  @Test
  void aWarmupLeavesUpdates() {
    new CosineSchedule(9).requireFit(10);
    for (Schedule schedule :
        List.of(new CosineSchedule(10), new StepSchedule(10, 1, 1), new ConstantSchedule(11))) {
      assertThrows(IllegalArgumentException.class, () -> schedule.requireFit(10));
    }
    assertThrows(IllegalArgumentException.class, () -> new CosineSchedule(-1));
    assertThrows(IllegalArgumentException.class, () -> new StepSchedule(0, 0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new StepSchedule(0, 1, 0));
  }
}
