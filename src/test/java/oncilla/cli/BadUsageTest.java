package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad usage is exit 2 and one line that names the problem, for any command. What the options of a
 * command refuse is in the tests of its room.
 */
class BadUsageTest {
  @ParameterizedTest
  @ValueSource(strings = {"help", "trian"})
  void aCommandThatDoesNotExist(String command) {
    String problem = "there is no command '" + command + "'";
    Outcome.of(command).assertUsageError("oncilla", problem);
    Outcome.of(command, "--help").assertUsageError("oncilla", problem);
  }

  @ParameterizedTest
  @CsvSource({
    "crosscheck --batch-size 32, --batch-size",
    "gradcheck --epochs 3, --epochs",
    "find-lr --resume runs/a, --resume",
    "predict --model a --checkpoint-every 5 b, --checkpoint-every",
    "train --nonsense --help, --nonsense",
    "evaluate --model a --test b --quiet, --quiet",
    "predict --model a --image-size 3 b, --image-size",
    "devices --backend cpu, --backend",
    "crosscheck --iterations 5, --iterations",
  })
  void anOptionThatDoesNotExist(String line, String option) {
    String[] arguments = line.split(" ");
    Outcome.of(arguments).assertUsageError("oncilla " + arguments[0], "'" + option);
  }

  @Test
  void verboseAddsNoStackToBadUsage() {
    Outcome outcome = Outcome.of("train", "--verbose", "--demo", "--seed", "-1");
    outcome.assertUsageError("oncilla train", "a seed lies in");
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }
}
