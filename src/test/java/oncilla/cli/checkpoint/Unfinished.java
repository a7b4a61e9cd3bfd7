package oncilla.cli.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import oncilla.ChildJvm;
import oncilla.cli.Main;
import oncilla.cli.Outcome;

/** Runs of a process of their own, to be ended before they are done. */
final class Unfinished {
  /** Mini-batches, moments, a schedule, dropout and early stopping, all of which have a state. */
  static final List<String> OPTIONS =
      List.of(
          "--hidden=12,5",
          "--batch-size=7",
          "--optimizer=adamw",
          "--learning-rate=0.01",
          "--schedule=cosine",
          "--keep-prob=0.8",
          "--validation-split=0.25",
          "--early-stop=1000",
          "--log-every=10",
          "--backend=cpu");

  private Unfinished() {}

  /** The words of a training of a table. */
  static String[] train(Path table, Path out, String... more) {
    List<String> words =
        new ArrayList<>(List.of("train", "--train=" + table, "--out=" + out, "--quiet"));
    words.addAll(OPTIONS);
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /** Starts a command in a process that prints to {@code log}. */
  static Process start(Path log, String... words) throws IOException {
    return ChildJvm.of(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), Main.class, words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Waits until something is so; the process must not end before. */
  static void await(Process process, Path log, BooleanSupplier condition)
      throws IOException, InterruptedException {
    while (!condition.getAsBoolean()) {
      boolean ended = process.waitFor(2, TimeUnit.MILLISECONDS);
      assertTrue(!ended || condition.getAsBoolean(), () -> "ended early: " + text(log));
    }
  }

  /** Ends it as a power cut would. */
  static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Updates behind the newest checkpoint; −1 where there is none. */
  static long newest(Path run) {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]+\\.safetensors"))
          .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
          .max()
          .orElse(-1);
    } catch (IOException notYet) {
      return -1;
    }
  }

  /** Names of the files of a folder. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A copy of a run, to be damaged. */
  static Path copy(Path run, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(run.relativize(file).toString()));
      }
    }
    return to;
  }

  /** Checks that a run ended in the same bytes as another. */
  static void assertSame(Path expected, Path found) throws IOException {
    assertEquals(
        Files.readString(expected.resolve("metrics.jsonl")),
        Files.readString(found.resolve("metrics.jsonl")));
    for (String file : List.of("model.safetensors", "cost.png", "figures.json")) {
      boolean isThere = Files.exists(expected.resolve(file));
      assertEquals(isThere, Files.exists(found.resolve(file)), file);
      if (isThere) {
        assertEquals(-1, Files.mismatch(expected.resolve(file), found.resolve(file)), file);
      }
    }
  }

  /** Goes on with a run in this process, to its end. */
  static Outcome resume(Path run, String... more) {
    return Outcome.of(
        Stream.concat(Stream.of("train", "--resume", run.toString()), Stream.of(more))
            .toArray(String[]::new));
  }
}
