package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import oncilla.backend.opencl.tuning.CandidateTimer.PairedTiming;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a candidate replaces the best so far. */
class PairedTimingTest {
  @ParameterizedTest
  @CsvSource({
    // gain, weakest, lost, rounds
    "1.20, 1.00, 0, 7, true",
    "1.03, 0.92, 2, 7, true",
    "1.02, 1.00, 0, 7, false",
    "1.20, 0.91, 0, 7, false",
    "1.20, 1.00, 3, 7, false",
    "1.20, 1.00, 0, 6, false",
    "0, 0, 0, 0, false",
  })
  void winsOnTheWholeInMostRoundsAndLosesNowhere(
      double gain, double weakest, int lost, int rounds, boolean won) {
    assertEquals(won, new PairedTiming(gain, weakest, lost, rounds).isWon());
  }
}
