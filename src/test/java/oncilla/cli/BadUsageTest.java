package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

  @ParameterizedTest
  @CsvSource({
    "train --iteration 3, --iterations",
    "train --demo --clip-nrom 1, --clip-norm",
    "find-lr --label-smothing 0.1, --label-smoothing",
    "evaluate --model a --test b --percision fp32, --precision",
    "predict --model a --baccend cpu b, --backend",
    "tune --form NN, --forms",
  })
  void theNearestOptionIsNamed(String line, String nearest) {
    String[] arguments = line.split(" ");
    String problem = "; the nearest is " + nearest;
    Outcome.of(arguments).assertUsageError("oncilla " + arguments[0], problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"train --xyz 3", "train --batches 3", "devices --quiet"})
  void whatIsLikeNoOptionIsNotGuessed(String line) {
    assertFalse(Outcome.of(line.split(" ")).err().contains("nearest"), line);
  }

  @ParameterizedTest
  @CsvSource({
    "--test, --test, 0",
    "--tset, --test, 1",
    "--tst, --test, 1",
    "--teest, --test, 1",
    "--tast, --test, 1",
    "'', --x, 3",
    "--y, --x, 1",
    "--label-smothing, --label-smoothing, 1",
    "--label-smothing, --label-column, 6",
  })
  void howFarApartWordsAre(String one, String other, int distance) {
    assertEquals(distance, NearestOption.distance(one, other));
    assertEquals(distance, NearestOption.distance(other, one));
  }

  @Test
  void verboseAddsNoStackToBadUsage() {
    Outcome outcome = Outcome.of("train", "--verbose", "--demo", "--seed", "-1");
    outcome.assertUsageError("oncilla train", "a seed lies in");
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }
}
