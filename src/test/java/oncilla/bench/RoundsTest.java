package oncilla.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stop-watch, with a clock that only work moves. */
class RoundsTest {
  private static final double MILLI = 1e-3;

  private long nanos;
  private final StringBuilder order = new StringBuilder();

  /** Takes {@code submit} ns until submitted, and {@code more} ns until done. */
  private Timed subject(String name, long submit, long more) {
    List<Long> pending = new ArrayList<>();
    return new Timed(
        () -> {
          nanos += submit;
          pending.add(more);
        },
        () -> {
          pending.forEach(rest -> nanos += rest);
          pending.clear();
          order.append(name);
        });
  }

  @Test
  void aRunTakesWhatItTakes() {
    Samples samples =
        new Rounds(1, () -> nanos).measure(List.of(subject("a", 250_000, 750_000))).get(0);
    assertEquals(MILLI, samples.time().median(), 1e-12);
    assertEquals(0, samples.time().max() - samples.time().min(), 1e-12);
    assertEquals(0.25, samples.hostShare().median(), 1e-12);
    double sample = samples.runsPerSample() * MILLI;
    assertTrue(sample > 0.02 && sample < 0.2, "a sample of " + sample + " s");
    double all = samples.seconds().length * sample;
    assertTrue(all >= 1 && all < 1.2, all + " s");
  }

  @Test
  void subjectsTakeTurnsInBothOrders() {
    List<Samples> samples =
        new Rounds(1e-3, () -> nanos)
            .measure(List.of(subject("a", 0, 5_000_000), subject("b", 0, 7_000_000)));
    assertTrue(order.toString().endsWith("abbaab"), order.toString());
    double[] expected = new double[Rounds.FEWEST];
    Arrays.fill(expected, 7 * MILLI);
    assertArrayEquals(expected, samples.get(1).seconds(), 1e-12);
    assertEquals(1.4, samples.get(0).speedOver(samples.get(1)).median(), 1e-12);
  }

  @Test
  void shortRunsAreRepeatedAndRoundsAreBounded() {
    Samples samples = new Rounds(1e-2, () -> nanos).measure(List.of(subject("a", 0, 1))).get(0);
    assertTrue(samples.runsPerSample() > 100_000, samples.runsPerSample() + " runs");
    assertTrue(samples.seconds().length <= Rounds.MOST);
    assertEquals(1e-9, samples.time().median(), 1e-15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusedTimes(double seconds) {
    assertThrows(IllegalArgumentException.class, () -> new Rounds(seconds));
  }
}
