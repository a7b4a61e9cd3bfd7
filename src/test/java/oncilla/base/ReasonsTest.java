package oncilla.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void theSystemsWordsAreTheReason() {
    IOException full = new IOException("No space left on device");
    assertEquals("No space left on device", Reasons.of(full));
    assertEquals(
        "Disk quota exceeded",
        Reasons.of(new FileSystemException("model", null, "Disk quota exceeded")));
    assertEquals(
        "Read-only file system",
        Reasons.of(new FileSystemException("a", "b", "Read-only file system")));
    assertEquals(
        "No space left on device",
        Reasons.of(new IIOException("I/O error writing PNG file!", full)));
  }

  @Test
  void whatOnlyHasAPathIsPutIntoWords() {
    assertEquals("permission denied", Reasons.of(new AccessDeniedException("a")));
    assertEquals("no such folder", Reasons.of(new NoSuchFileException("a")));
    assertEquals(
        "there is a file of this name already", Reasons.of(new FileAlreadyExistsException("a")));
    assertEquals("not a folder", Reasons.of(new NotDirectoryException("a")));
    assertEquals("the folder is not empty", Reasons.of(new DirectoryNotEmptyException("a")));
    assertEquals("it was closed meanwhile", Reasons.of(new ClosedChannelException()));
    assertEquals("FileSystemException", Reasons.of(new FileSystemException("a")));
    assertEquals("IOException", Reasons.of(new IOException()));
  }
}
