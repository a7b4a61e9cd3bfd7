package oncilla.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
  @TempDir Path directory;

  @Test
  void anotherProcessIsKeptOutUntilItsHolderIsKilled() throws Exception {
    Path file = directory.resolve("lock");
    try (LockHolder other = LockHolder.of(file)) {
      assertEquals(Optional.empty(), ProcessLock.take(file));
      assertTrue(ProcessLock.isTaken(file));
      other.kill();
      assertTrue(Files.exists(file), "what a killed process leaves");
      assertFalse(ProcessLock.isTaken(file));
      try (ProcessLock lock = ProcessLock.take(file).orElseThrow()) {
        assertTrue(Files.exists(file), lock.toString());
      }
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aFileWithoutALockMeansNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("lock"), "4711");
    assertFalse(ProcessLock.isTaken(file));
    ProcessLock lock = ProcessLock.take(file).orElseThrow();
    lock.close();
    lock.close();
    assertFalse(ProcessLock.isTaken(file));
  }

  @Test
  void aSecondClaimOfOneProcessIsRefused() throws IOException {
    Path file = directory.resolve("lock");
    try (ProcessLock first = ProcessLock.take(file).orElseThrow()) {
      assertEquals(Optional.empty(), ProcessLock.take(file), first.toString());
    }
    ProcessLock.take(file).orElseThrow().close();
  }

  @Test
  void aLockOnAFileThatWasRemovedMeanwhileIsNone() throws IOException {
    Path file = directory.resolve("lock");
    AtomicInteger tries = new AtomicInteger();
    ProcessLock lock =
        ProcessLock.take(
                file,
                channel -> {
                  if (tries.incrementAndGet() == 1) {
                    // Its holder gives up just now, and a third one makes the file anew.
                    Files.delete(file);
                    Files.createFile(directory.resolve("keeps the number of the first in use"));
                    Files.createFile(file);
                  }
                  return channel.tryLock();
                })
            .orElseThrow();
    assertEquals(2, tries.get());
    lock.close();
  }

  @Test
  void aFileSystemWithoutLocksIsNamedAsThat() {
    Path file = directory.resolve("lock");
    FileSystemException refused =
        assertThrows(
            FileSystemException.class,
            () ->
                ProcessLock.take(
                    file,
                    channel -> {
                      throw new IOException("No locks available");
                    }));
    assertEquals(
        "its file system gives no locks (No locks available); choose a folder on another, such as a"
            + " local disk",
        refused.getReason());
    assertFalse(Files.exists(file));
  }

  @Test
  void aMissingFolderIsTheCallersAffair() {
    Path file = directory.resolve("gone").resolve("lock");
    assertThrows(NoSuchFileException.class, () -> ProcessLock.take(file));
    assertFalse(ProcessLock.isTaken(file));
  }
}
