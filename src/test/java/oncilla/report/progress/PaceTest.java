package oncilla.report.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void nothingIsClaimedInTheFirstHalfSecond() {
    assertEquals("", pace.text(100));
    pace.report(1, 1);
    pace.report(1.3, 7);
    assertEquals("", pace.text(100));
    pace.report(1.6, 13);
    assertEquals("20.0 it/s, 4 s left", pace.text(100));
  }

  @Test
  void theSlowFirstStepDoesNotCount() {
    pace.report(60, 1);
    for (int i = 2; i <= 101; i++) {
      pace.report(60 + 0.1 * (i - 1), i);
    }
    assertEquals(10, pace.rate().orElseThrow(), 1e-9);
  }

  @Test
  void theRateFollowsTheLastSeconds() {
    double seconds = 0;
    for (int i = 1; i <= 1000; i++) {
      pace.report(seconds += 0.02, i);
    }
    for (int i = 1001; i <= 1100; i++) {
      pace.report(seconds += 0.2, i);
    }
    assertEquals(5, pace.rate().orElseThrow(), 0.2);
  }

  @Test
  void stepsSlowerThanTheWindowStillHaveARate() {
    for (int i = 1; i <= 5; i++) {
      pace.report(30 * i, i);
    }
    assertEquals("0.03 it/s, 2:30 min left", pace.text(10));
  }

  @Test
  void theEndAndAnEndFarAwayAreTimesToo() {
    pace.report(0, 1);
    pace.report(1, 11);
    pace.report(1, 11);
    assertEquals("10.0 it/s, 0 s left", pace.text(11));
    assertTrue(pace.text(Long.MAX_VALUE).endsWith(" h left"));
  }

  @ParameterizedTest
  @CsvSource({"0.5,0.50 it/s", "9.994,9.99 it/s", "9.9999,10.0 it/s", "99.99,100 it/s"})
  void ratesHaveThreeDigits(double rate, String text) {
    assertEquals(text, Pace.rateText(rate));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "0.2,0 s",
    "59,59 s",
    "60,1:00 min",
    "61.5,1:02 min",
    "3600,1:00 h",
    "90061,25:01 h"
  })
  void timesAreShort(double seconds, String text) {
    assertEquals(text, Pace.timeText(seconds));
  }
}
