package oncilla.cli.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import oncilla.Requirements;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed again and again, at random moments, and goes on each time, ends in the same
 * bytes as one that never was; and none of the files that it finds is torn.
 */
class KilledRunTest {
  private static final int KILLS = Requirements.full() ? 20 : 3;
  private static final long ITERATIONS = 60L * (KILLS + 1);
  private static final long SEED = System.nanoTime() & 0xffff;

  @TempDir Path directory;

  @Test
  void endsInTheSameBytes() throws Exception {
    Path table = Samples.table(directory.resolve("table.csv"));
    String iterations = "--iterations=" + ITERATIONS;
    Path straight = directory.resolve("straight");
    Outcome.done(Unfinished.train(table, straight, iterations));

    System.out.println("KilledRunTest: seed " + SEED);
    Random random = new Random(SEED);
    Path run = directory.resolve("run");
    Path log = directory.resolve("log");
    String[] begin = Unfinished.train(table, run, iterations, "--checkpoint-every=4");
    String[] goOn = {"train", "--resume", run.toString()};
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = Unfinished.start(log, kill == 0 ? begin : goOn);
      // The first may come before there is a checkpoint, the others behind more and more of them.
      long beyond = kill == 0 ? -1 : 60L * (kill - 1) + random.nextInt(60);
      Unfinished.await(
          process,
          log,
          () ->
              beyond < 0
                  ? Files.exists(run.resolve("metrics.jsonl"))
                  : Unfinished.newest(run) > beyond);
      boolean ended = process.waitFor(random.nextInt(20), TimeUnit.MILLISECONDS);
      assertFalse(ended, "it ended before it was killed: " + Files.readString(log));
      Unfinished.kill(process);
    }
    Outcome end = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    String said = Files.readString(log) + end.err();
    assertFalse(said.contains("passed over"), "seed " + SEED + ": " + said);
    assertFalse(said.contains("warning"), "seed " + SEED + ": " + said);
    Unfinished.assertSame(straight, run);
    assertEquals(List.of("best.safetensors"), Unfinished.names(run.resolve("checkpoints")));
  }

  /** Which batches were under way does not matter. */
  @Test
  void aStreamedRunGoesOn() throws Exception {
    Path table = Samples.table(directory.resolve("table.csv"));
    Path straight = directory.resolve("straight");
    Outcome.done(Unfinished.train(table, straight, "--iterations=120"));
    Path run = directory.resolve("run");
    Path log = directory.resolve("log");
    Process process =
        Unfinished.start(
            log,
            Unfinished.train(
                table, run, "--iterations=120", "--checkpoint-every=4", "--stream=on"));
    Unfinished.await(process, log, () -> Unfinished.newest(run) > 20);
    Unfinished.kill(process);
    Outcome end = Unfinished.resume(run);
    assertEquals(ExitCodes.DONE, end.code(), end.toString());
    Unfinished.assertSame(straight, run);
  }
}
