package oncilla.cli.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import oncilla.ChildJvm;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Signals;
import oncilla.io.ModelFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and SIGTERM: the run keeps what it has, says how it goes on, and does. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {
  private static final String ITERATIONS = "--iterations=1500";

  @TempDir static Path shared;
  private static Path table;
  private static Path straight;

  @TempDir Path directory;

  @BeforeAll
  static void trainStraight() throws Exception {
    table = Samples.table(shared.resolve("table.csv"));
    straight = shared.resolve("straight");
    Outcome.done(Unfinished.train(table, straight, ITERATIONS));
  }

  private static void signal(Process process, String name) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
  }

  private static JsonNode json(Path file) throws Exception {
    return new JsonMapper().readTree(file.toFile());
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void keepsWhatItHasAndGoesOn(String name, int code) throws Exception {
    Path run = directory.resolve("run");
    Path log = directory.resolve("log");
    // No --quiet: what is said is looked at.
    String[] words =
        List.of(Unfinished.train(table, run, ITERATIONS)).stream()
            .filter(word -> !word.equals("--quiet"))
            .toArray(String[]::new);
    Process process = Unfinished.start(log, words);
    Unfinished.await(process, log, () -> run.resolve("metrics.jsonl").toFile().length() > 0);
    signal(process, name);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    String said = Files.readString(log);
    assertEquals(code, process.exitValue(), said);
    assertTrue(
        said.lines()
            .anyMatch(line -> line.matches("interrupted; to go on: .* train --resume .*run")),
        said);
    JsonNode result = json(run.resolve("result.json"));
    assertTrue(result.get("interrupted").booleanValue());
    long made = result.get("iterations").longValue();
    assertTrue(made > 0 && made < 1500, "made " + made);
    assertEquals(made, Unfinished.newest(run));
    assertEquals(2, ModelFile.load(run.resolve("model.safetensors")).classNames().size());

    Outcome end = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    assertTrue(end.err().contains("goes on after " + made + " of 1500 iterations"), end.err());
    assertFalse(json(run.resolve("result.json")).has("interrupted"));
    Unfinished.assertSame(straight, run);
  }

  /** A program that hears of one signal, and of a second. */
  static final class Twice {
    private Twice() {}

    /** Ends by the second signal alone. */
    public static void main(String[] args) throws InterruptedException {
      CountDownLatch heard = new CountDownLatch(1);
      try (Interruption interruption = Interruption.listen(heard::countDown)) {
        Signals.raise("INT");
        heard.await();
        System.out.println("heard " + interruption.isRequested() + interruption.exitCode());
        Signals.raise("INT");
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void aSecondOneEndsAtOnce() throws Exception {
    Process process = ChildJvm.of(List.of(), Twice.class).redirectErrorStream(true).start();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(
        "heard trueOptionalInt[130]\n",
        new String(process.getInputStream().readAllBytes()).replace("\r", ""));
    assertEquals(130, process.exitValue());
  }
}
