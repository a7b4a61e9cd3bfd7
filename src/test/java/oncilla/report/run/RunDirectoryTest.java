package oncilla.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import oncilla.io.LockHolder;
import oncilla.report.OutputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path directory;

  @Test
  void aMissingFolderIsMade() {
    Path out = directory.resolve("runs").resolve("one");
    RunDirectory run = RunDirectory.create(out);
    assertTrue(Files.isDirectory(out));
    assertEquals(out.resolve("config.json"), run.config());
    assertEquals(out.resolve("metrics.jsonl"), run.metrics());
    assertEquals(out.resolve("result.json"), run.result());
    assertEquals(out.resolve("model.safetensors"), run.model());
    assertEquals(out.resolve("cost.png"), run.plot());
    assertEquals(out.resolve("checkpoints"), run.checkpoints());
  }

  @Test
  void anEmptyFolderIsUsedAndKept() throws IOException {
    Path out = Files.createDirectory(directory.resolve("empty"));
    RunDirectory run = RunDirectory.create(out);
    run.removeIfUnused();
    assertTrue(Files.isDirectory(out));
  }

  @Test
  void aFolderWithContentIsRefused() throws IOException {
    Path out = Files.createDirectory(directory.resolve("full"));
    Files.writeString(out.resolve("notes.txt"), "mine");
    assertRefused(out, out + ": holds notes.txt, expected a missing or empty folder");
    assertEquals("mine", Files.readString(out.resolve("notes.txt")));
  }

  @Test
  void aFileIsRefused() throws IOException {
    Path out = Files.writeString(directory.resolve("file"), "x");
    assertRefused(out, out + ": is a file, expected a missing or empty folder");
    assertRefused(
        out.resolve("below").resolve("it"),
        out.resolve("below").resolve("it") + ": cannot be made: " + out + " is a file");
    assertEquals("x", Files.readString(out));
  }

  @Test
  void whatWasMadeForARunThatWroteNothingIsRemoved() throws IOException {
    Path kept = Files.createDirectory(directory.resolve("kept"));
    RunDirectory run = RunDirectory.create(kept.resolve("a").resolve("b"));
    run.removeIfUnused();
    assertFalse(Files.exists(kept.resolve("a")));
    assertTrue(Files.exists(kept));
    run.removeIfUnused();
  }

  @Test
  void whatWasWrittenIsKept() throws IOException {
    RunDirectory run = RunDirectory.create(directory.resolve("a").resolve("b"));
    Files.writeString(run.config(), "{}");
    run.removeIfUnused();
    assertTrue(Files.exists(run.config()));
  }

  @Test
  void aFolderInUseByAnotherProcessIsRefusedAndLeftAlone() throws Exception {
    Path out = Files.createDirectory(directory.resolve("out"));
    Path lock = out.resolve(RunDirectory.LOCK);
    String inUse = out + ": in use by another process, expected a missing or empty folder";
    try (LockHolder other = LockHolder.of(lock)) {
      assertRefused(out, inUse);
      Files.writeString(out.resolve("config.json"), "theirs");
      assertRefused(out, inUse);
      other.kill();
      assertRefused(out, out + ": holds config.json, expected a missing or empty folder");
      assertEquals("theirs", Files.readString(out.resolve("config.json")));
      assertTrue(Files.exists(lock), "nothing is removed from a folder that is refused");
    }
    Files.delete(out.resolve("config.json"));
    RunDirectory.create(out).close();
    assertFalse(Files.exists(lock));
  }

  @Test
  void aRunHoldsItsFolderUntilItIsClosed() throws IOException {
    Path out = directory.resolve("out");
    try (RunDirectory run = RunDirectory.create(out)) {
      assertTrue(Files.exists(out.resolve(RunDirectory.LOCK)));
      assertRefused(
          run.path(), out + ": in use by another process, expected a missing or empty" + " folder");
    }
    assertFalse(Files.exists(out.resolve(RunDirectory.LOCK)));
    assertTrue(Files.isDirectory(out));
  }

  @Test
  void newFoldersNeverMeet() throws Exception {
    Path named = directory.resolve("runs").resolve("2026-01-01T00-00-00Z");
    List<Callable<RunDirectory>> runs = Collections.nCopies(8, () -> RunDirectory.createNew(named));
    ExecutorService threads = Executors.newFixedThreadPool(runs.size());
    Set<Path> folders = new TreeSet<>();
    try {
      for (Future<RunDirectory> run : threads.invokeAll(runs)) {
        try (RunDirectory taken = run.get()) {
          folders.add(taken.path());
        }
      }
    } finally {
      threads.shutdown();
    }
    Set<Path> expected = new TreeSet<>(Set.of(named));
    for (int i = 2; i <= 8; i++) {
      expected.add(named.resolveSibling(named.getFileName() + "-" + i));
    }
    assertEquals(expected, folders);
  }

  @Test
  void aNewFolderIsNoneThatIsThereThoughItBeEmpty() throws IOException {
    Path named = directory.resolve("run");
    Files.createDirectory(named);
    Files.createFile(directory.resolve("run-2"));
    try (RunDirectory run = RunDirectory.createNew(named)) {
      assertEquals(directory.resolve("run-3"), run.path());
    }
  }

  @Test
  void tooLittleSpaceIsSaidBefore() {
    try (RunDirectory run = RunDirectory.create(directory.resolve("out"))) {
      run.requireSpace(1, "a byte");
      OutputException refused =
          assertThrows(
              OutputException.class,
              () -> run.requireSpace(Long.MAX_VALUE - 1, "model.safetensors"));
      assertTrue(
          refused
              .getMessage()
              .matches(
                  ".*out: too little space on the disk: model.safetensors takes"
                      + " 9223372036854775806 bytes, and [0-9]+ are free; make room, or choose a"
                      + " folder on another disk"),
          refused.getMessage());
    }
  }

  @Test
  void aFolderNobodyCanWriteIsRefused() {
    Path proc = Path.of("/proc/oncilla");
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc, where nothing can be made");
    OutputException refused = assertThrows(OutputException.class, () -> RunDirectory.create(proc));
    assertTrue(refused.getMessage().startsWith("/proc/oncilla: cannot be written: "));
    assertFalse(refused.getMessage().contains("\n"));
  }

  private static void assertRefused(Path out, String message) {
    OutputException refused = assertThrows(OutputException.class, () -> RunDirectory.create(out));
    assertEquals(message, refused.getMessage());
  }
}
