package oncilla.train.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointIntervalTest {
  @Test
  void isUpdatesOrMinutes() {
    assertEquals(
        new CheckpointInterval(OptionalLong.of(500), Optional.empty()),
        CheckpointInterval.parse("500"));
    assertEquals(
        new CheckpointInterval(OptionalLong.empty(), Optional.of(Duration.ofMinutes(3))),
        CheckpointInterval.parse("3m"));
    assertEquals("10m", CheckpointInterval.DEFAULT.toString());
    assertEquals("500", CheckpointInterval.parse("500").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0m", "-5", "1.5", "m", "5s", "10 m", "5M", "9999999999m"})
  void anythingElseIsRefused(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> CheckpointInterval.parse(text))
            .getMessage();
    assertEquals(
        "'"
            + text
            + "' is no distance between checkpoints, expected updates (500) or minutes (10m), at"
            + " least 1",
        message);
  }
}
