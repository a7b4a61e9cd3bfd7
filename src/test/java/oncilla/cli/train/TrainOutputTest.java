package oncilla.cli.train;

import static oncilla.cli.train.RunFiles.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} prints, and where. */
class TrainOutputTest {
  @TempDir Path directory;
  private TableRuns runs;

  @BeforeEach
  void makeTable() throws IOException {
    runs = new TableRuns(directory);
  }

  @Test
  void quietPrintsNothing() {
    Outcome outcome =
        TableRuns.train(runs.table(), directory.resolve("run"), "--iterations", "5", "--quiet");
    assertEquals(new Outcome(ExitCodes.DONE, "", ""), outcome);
  }

  @Test
  void progressIsOnStandardErrorAndTheOutcomeOnStandardOutput() {
    Path out = directory.resolve("run");
    Outcome outcome = TableRuns.train(runs.table(), out, "--iterations", "5", "--log-every", "2");
    List<String> err = outcome.err().lines().toList();
    assertTrue(err.get(0).startsWith("cpu on "), outcome.err());
    assertTrue(err.get(1).startsWith("recipe notes; --recipe photos "), outcome.err());
    assertTrue(err.get(2).startsWith("iteration 0/5  cost 0."), outcome.err());
    assertTrue(err.get(5).startsWith("5 iterations in "), outcome.err());
    assertEquals(6, err.size(), outcome.err());
    assertTrue(outcome.out().contains("plot    " + out.resolve("cost.png")), outcome.out());
    assertTrue(outcome.out().contains("model   " + out.resolve("model.safetensors")));
    assertTrue(
        outcome
            .out()
            .contains("next: java -jar target/oncilla.jar evaluate --model " + out + " --test"),
        outcome.out());
  }

  @Test
  void theNormOfAClippedGradientIsInTheLog() throws IOException {
    Path out = directory.resolve("run");
    String[] three = {"--iterations", "3", "--log-every", "2", "--clip-norm", "0.01"};
    TableRuns.train(runs.table(), out, three);
    List<String> lines = Files.readAllLines(out.resolve("metrics.jsonl"));
    assertEquals(2, lines.size(), lines.toString());
    for (String line : lines) {
      assertTrue(line.matches(".*\"data_cost\": [0-9.]+, \"gradient_norm\": 0[.][0-9]+}"), line);
    }
    Path plain = directory.resolve("plain");
    TableRuns.train(runs.table(), plain, "--iterations", "3");
    assertFalse(Files.readString(plain.resolve("metrics.jsonl")).contains("gradient_norm"));
  }

  @Test
  void aPathWithSpacesIsQuotedInTheNextCommand() {
    Path out = directory.resolve("my 'first' run");
    Outcome outcome = TableRuns.train(runs.table(), out, "--iterations", "1");
    String quoted = "'" + directory + "/my '\\''first'\\'' run'";
    if (java.io.File.separatorChar == '/') {
      assertTrue(outcome.out().contains("--model " + quoted + " --test"), outcome.out());
    } else {
      assertTrue(outcome.out().contains("--model \"" + out + "\" --test"), outcome.out());
    }
  }

  @Test
  void unreadablePicturesAreLeftOutWithAWarning() throws IOException {
    Path pictures = Samples.folder(directory.resolve("pictures"), 2);
    Path bad = Files.writeString(pictures.resolve("dog/bad.jpg"), "no picture");
    Outcome outcome =
        TableRuns.train(
            pictures,
            directory.resolve("run"),
            "--image-size",
            "8",
            "--iterations",
            "1",
            "--skip-unreadable");
    assertEquals(ExitCodes.DONE, outcome.code());
    assertTrue(outcome.err().startsWith("warning: " + bad + ": "), outcome.err());
    assertEquals("4", model(directory.resolve("run")).notes().get("training_examples"));
  }
}
