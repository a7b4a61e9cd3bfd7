package oncilla.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void replacesTheFile() throws IOException {
    Path file = directory.resolve("a.txt");
    AtomicFile.writeText(file, "first");
    AtomicFile.writeText(file, "größer");
    assertEquals("größer", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = directory.resolve("a.txt");
    AtomicFile.writeText(file, "old");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("disk full");
                    }));
    assertEquals("disk full", thrown.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void anErrorInTheContentLeavesNothing() throws IOException {
    assertThrows(
        OutOfMemoryError.class,
        () ->
            AtomicFile.write(
                directory.resolve("a.txt"),
                out -> {
                  throw new OutOfMemoryError("planted");
                }));
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                directory.resolve("a.txt"),
                out -> {
                  throw new IllegalStateException("planted");
                }));
    assertEquals(List.of(), names());
  }

  @Test
  void aTargetThatCannotBeReplacedLeavesNothingBeside() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Files.writeString(folder.resolve("inside"), "x");
    assertThrows(IOException.class, () -> AtomicFile.writeText(folder, "text"));
    assertEquals(List.of("folder"), names());
  }

  @Test
  void aMissingFolderIsAnError() {
    assertThrows(
        NoSuchFileException.class,
        () -> AtomicFile.writeText(directory.resolve("missing").resolve("a.txt"), "text"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
