package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostNamesTest {
  @TempDir Path directory;

  private Optional<String> problem(String encoding, String... args) {
    return LostNames.problem(args, encoding, directory);
  }

  @Test
  void aLostNameSaysWhatToSet() {
    assertEquals(
        Optional.of(
            "word 3 of the command line (b/????.png) has letters that this locale"
                + " (ANSI_X3.4-1968) does not know; set LC_ALL=C.UTF-8"),
        problem("ANSI_X3.4-1968", "predict", "--model", "b/\ufffd\ufffd\ufffd\ufffd.png"));
  }

  @Test
  void whatIsWholeIsNoProblem() {
    for (String encoding : new String[] {"ANSI_X3.4-1968", "UTF-8", "ISO-8859-1", "unknown"}) {
      assertEquals(Optional.empty(), problem(encoding, "train", "--train", "what?", "cafe"));
    }
    assertEquals(Optional.empty(), problem("UTF-8", "train", "--positive", "кот"));
  }

  @Test
  void bytesThatAreNotUtf8AreNamedAsThat() {
    Optional<String> problem = problem("UTF-8", "predict", "\ufffd\n.png");
    assertTrue(
        problem.orElseThrow().startsWith("word 2 of the command line (??.png) is not UTF-8"),
        problem.get());
  }

  @Test
  void aLostWorkingDirectorySaysWhatToSet() {
    Path gone = directory.resolve("gone");
    assertEquals(
        Optional.of(
            "the name of the working directory has letters that this locale (ANSI_X3.4-1968) does"
                + " not know; set LC_ALL=C.UTF-8"),
        LostNames.problem(new String[] {"devices"}, "ANSI_X3.4-1968", gone));
    assertEquals(Optional.empty(), LostNames.problem(new String[] {"devices"}, "UTF-8", gone));
  }
}
