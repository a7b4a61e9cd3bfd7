package oncilla.cli.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import oncilla.report.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code train --resume} on runs as they are found: cut off, damaged, changed, in use, finished.
 */
class ResumeCommandTest {
  private static final String ITERATIONS = "--iterations=200";

  @TempDir static Path shared;
  private static Path table;
  private static Path straight;
  private static Path killed;

  @TempDir Path directory;

  @BeforeAll
  static void killOne() throws Exception {
    table = Samples.table(shared.resolve("table.csv"));
    straight = shared.resolve("straight");
    Outcome.done(Unfinished.train(table, straight, ITERATIONS));
    killed = shared.resolve("killed");
    Path log = shared.resolve("log");
    Process process =
        Unfinished.start(
            log,
            Unfinished.train(
                table, killed, ITERATIONS, "--checkpoint-every=5", "--keep-checkpoints=3"));
    Unfinished.await(process, log, () -> Unfinished.newest(killed) >= 20);
    Unfinished.kill(process);
  }

  private Path run() throws IOException {
    return Unfinished.copy(killed, directory.resolve("run"));
  }

  private static Path checkpoint(Path run, long step) {
    return run.resolve("checkpoints").resolve("%08d.safetensors".formatted(step));
  }

  private static void change(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  private static void flip(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 4;
    Files.write(file, content);
  }

  @Test
  void goesOnAndEndsInTheSameBytes() throws IOException {
    Path run = run();
    Outcome end = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    assertTrue(end.err().contains("goes on after " + Unfinished.newest(killed)), end.err());
    Unfinished.assertSame(straight, run);
    assertEquals(List.of("best.safetensors"), Unfinished.names(run.resolve("checkpoints")));
    assertEquals(
        Files.readString(killed.resolve("config.json")),
        Files.readString(run.resolve("config.json")));

    Outcome again = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, again.code());
    assertEquals(
        run + ": finished after 200 iterations; --iterations or --epochs goes further\n",
        again.err());
    assertEquals("", Unfinished.resume(run, "--quiet").err());
    assertEquals(200, Unfinished.resume(run, "--json", "--quiet").json().get("iterations").asInt());
  }

  @Test
  void aDamagedCheckpointIsPassedOverAndNamed() throws IOException {
    Path run = run();
    long newest = Unfinished.newest(run);
    flip(checkpoint(run, newest));
    Outcome end = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    assertTrue(
        Pattern.compile(
                "warning: passed over: .*%08d.safetensors: tensor .* is damaged: CRC-32C"
                    .formatted(newest))
            .matcher(end.err())
            .find(),
        end.err());
    assertTrue(end.err().contains("goes on after " + (newest - 5) + " of 200"), end.err());
    Unfinished.assertSame(straight, run);
  }

  @Test
  void withNoCheckpointThatIsWholeNothingIsTouched() throws IOException {
    Path run = run();
    for (String name : Unfinished.names(run.resolve("checkpoints"))) {
      Files.write(run.resolve("checkpoints").resolve(name), new byte[40]);
    }
    String metrics = Files.readString(run.resolve("metrics.jsonl"));
    Unfinished.resume(run, "--quiet")
        .assertFailure(
            "checkpoints: none of ",
            " checkpoints can be used: ",
            "safetensors: ",
            "; without the folder it begins at iteration 0");
    assertEquals(metrics, Files.readString(run.resolve("metrics.jsonl")));
  }

  @Test
  void withoutAnyCheckpointItBeginsAnew() throws IOException {
    Path run = run();
    for (String name : Unfinished.names(run.resolve("checkpoints"))) {
      Files.delete(run.resolve("checkpoints").resolve(name));
    }
    Outcome end = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    assertTrue(end.err().contains("no checkpoint was kept yet; begins at iteration 0"), end.err());
    Unfinished.assertSame(straight, run);
  }

  @Test
  void metricsThatWereCutOffAreMadeAgain() throws IOException {
    Path run = run();
    Path metrics = run.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"iteration\": 9");
    assertEquals(ExitCodes.DONE, Unfinished.resume(run, "--quiet").code());
    Unfinished.assertSame(straight, run);
  }

  @Test
  void otherOptionsAreAnotherRun() throws IOException {
    Path run = run();
    change(run.resolve("config.json"), "\"learning_rate\" : 0.01", "\"learning_rate\" : 0.02");
    Unfinished.resume(run, "--quiet")
        .assertFailure("none of", "of another run: options in its metadata differs");
  }

  @Test
  void changedDataIsNamed() throws IOException {
    Path run = run();
    Path mine = directory.resolve("table.csv");
    Files.writeString(mine, Files.readString(table).replaceFirst("\n$", " \n"));
    change(run.resolve("config.json"), table.toString(), mine.toString());
    Unfinished.resume(run, "--quiet")
        .assertFailure(
            mine + ": not as when " + run.resolve("config.json") + " was written: ", "CRC-32C");
  }

  @Test
  void aRunInUseIsLeftAlone() throws IOException {
    Path run = run();
    try (RunDirectory other = RunDirectory.goOn(run)) {
      Unfinished.resume(run, "--quiet").assertFailure(run + ": in use by another process");
      Outcome.of(Unfinished.train(table, run)).assertFailure(run + ": in use by another process");
      assertEquals(run, other.path());
    }
  }

  @Test
  void aFolderThatTakesNoCheckpointEndsNoRun() throws IOException {
    Path run = run();
    // A folder of a checkpoint's name cannot be written over, whoever runs the test.
    Files.createDirectories(checkpoint(run, 195).resolve("x"));
    Outcome end = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    assertTrue(
        end.err().contains("warning: no checkpoint after 195 updates, and the run goes on: "),
        end.err());
    Unfinished.assertSame(straight, run);
  }

  @Test
  void aModelThatCannotBeSavedIsSavedElsewhere() throws IOException {
    Path run = run();
    Files.createDirectories(run.resolve("model.safetensors/x"));
    Outcome end = Unfinished.resume(run, "--quiet");
    end.assertFailure("model.safetensors: cannot be written: ", "; the model is in ");
    Matcher elsewhere = Pattern.compile("the model is in (.*)\n").matcher(end.err());
    assertTrue(elsewhere.find());
    Path rescued = Path.of(elsewhere.group(1));
    assertEquals(-1, Files.mismatch(straight.resolve("model.safetensors"), rescued));
    Files.delete(rescued);
    Files.delete(rescued.getParent());
    assertFalse(Files.exists(run.resolve("result.json")), "it is not finished");
  }

  @Test
  void whatIsNoRunIsSaid() throws IOException {
    Unfinished.resume(directory.resolve("none"))
        .assertFailure("none: no such folder, expected a run");
    Unfinished.resume(directory)
        .assertFailure(directory + ": holds no config.json, expected a run of train");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seed=4", "--out=x", "--train=x", "--demo", "--learning-rate=1"})
  void takesItsOptionsFromTheRun(String option) {
    Unfinished.resume(killed, option)
        .assertUsageError(
            "oncilla train",
            "--resume takes the options of the run; "
                + option.replaceFirst("=.*", "")
                + " has no meaning with it");
  }

  private static String[] constant(Path out, String iterations) {
    return Stream.concat(
            Stream.of(Unfinished.train(table, out, iterations, "--checkpoint-every=5"))
                .filter(word -> !word.startsWith("--schedule")),
            Stream.of("--no-curves"))
        .toArray(String[]::new);
  }

  /** With a constant rate a run that goes further is the longer run. */
  @Test
  void aFinishedRunGoesFurther() throws IOException {
    Path run = directory.resolve("run");
    Path longer = directory.resolve("longer");
    Outcome.done(constant(longer, "--iterations=65"));
    Outcome.done(constant(run, "--iterations=30"));
    assertEquals(List.of("best.safetensors"), Unfinished.names(run.resolve("checkpoints")));
    Outcome end = Unfinished.resume(run, "--iterations=65");
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    Unfinished.assertSame(longer, run);
    Outcome less = Unfinished.resume(run, "--iterations=40");
    assertEquals(ExitCodes.DONE, less.code(), less.toString());
    assertTrue(
        less.err()
            .endsWith("finished after 65 iterations; --iterations or --epochs goes further\n"),
        less.err());
  }

  /** With early stopping from the best on, and without from the very end, where nothing is left. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunThatWasKilledAtItsEndEndsAgain(boolean stopsEarly) throws IOException {
    Path run = directory.resolve("run");
    List<String> words =
        Stream.of(
                Unfinished.train(
                    table, run, "--iterations=33", "--checkpoint-every=10", "--clip-norm=1"))
            .filter(word -> stopsEarly || !word.matches("--(validation-split|early-stop).*"))
            .toList();
    Outcome.done(words.toArray(String[]::new));
    Path cut = Unfinished.copy(run, directory.resolve("cut"));
    for (String file : List.of("result.json", "model.safetensors", "cost.png")) {
      Files.delete(cut.resolve(file));
    }
    Outcome end = Unfinished.resume(cut);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    assertEquals(!stopsEarly, end.err().contains("goes on after 33 of 33"), end.err());
    Unfinished.assertSame(run, cut);
  }

  @Test
  void aShortRunKeepsNoCheckpointUnlessAsked() throws IOException {
    assertFalse(Files.exists(straight.resolve("checkpoints")));
    Outcome.of("train", "--demo", "--checkpoint-every=5s")
        .assertUsageError("oncilla train", "'5s' is no distance between checkpoints");
    Outcome.of("train", "--demo", "--keep-checkpoints=0")
        .assertUsageError("oncilla train", "--keep-checkpoints must be at least 1, not 0");
    long kept =
        Unfinished.names(killed.resolve("checkpoints")).stream()
            .filter(name -> name.startsWith("0"))
            .count();
    assertTrue(kept == 3 || kept == 4, "3, and one more while it is written: " + kept);
  }
}
