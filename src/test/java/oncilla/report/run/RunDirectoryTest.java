package oncilla.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
