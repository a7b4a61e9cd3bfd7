package oncilla.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Medians and quartiles of known numbers; the expected ones are NumPy's. */
class StatisticsTest {
  @Test
  void oddCount() {
    Statistics statistics = Statistics.of(9, 1, 5, 3, 7);
    assertEquals(new Statistics(5, 3, 7, 1, 9, 5), statistics);
  }

  @Test
  void evenCountIsInterpolated() {
    Statistics statistics = Statistics.of(4, 1, 3, 2);
    assertEquals(new Statistics(2.5, 1.75, 3.25, 1, 4, 4), statistics);
  }

  @Test
  void one() {
    assertEquals(new Statistics(6, 6, 6, 6, 6, 1), Statistics.of(6));
  }

  @Test
  void noneIsRefused() {
    assertThrows(IllegalArgumentException.class, Statistics::of);
  }

  @Test
  void theInputStaysAsItWas() {
    double[] values = {3, 1, 2};
    Statistics.of(values);
    assertArrayEquals(new double[] {3, 1, 2}, values);
  }

  @Test
  void anotherUnit() {
    assertEquals(Statistics.of(2, 4, 6), Statistics.of(1, 2, 3).times(2));
  }

  @Test
  void ratiosArePairedByRound() {
    Samples slow = new Samples(new double[] {2, 40, 6}, new double[] {1, 10, 6}, 1);
    Samples fast = new Samples(new double[] {1, 20, 1}, new double[] {1, 1, 1}, 1);
    assertEquals(Statistics.of(2, 2, 6), fast.speedOver(slow));
    assertEquals(Statistics.of(0.5, 0.25, 1), slow.hostShare());
  }
}
