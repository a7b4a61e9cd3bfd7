package oncilla.base;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Says in words why a file could not be read or written. The messages of the exceptions are often
 * just the path, and what the system said ({@code No space left on device}, {@code Disk quota
 * exceeded}, {@code Read-only file system}) stands elsewhere in them. Whoever tells a user that a
 * file cannot be read or written says it with this reason.
 */
public final class Reasons {
  private Reasons() {}

  /**
   * The reason in a few words, without the path. Where one exception wraps another, as the writers
   * of pictures do, the inner one says what happened.
   */
  public static String of(IOException e) {
    if (e.getCause() instanceof IOException cause) {
      return of(cause);
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "there is a file of this name already";
    }
    if (e instanceof NotDirectoryException) {
      return "not a folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (e instanceof ClosedChannelException) {
      return "it was closed meanwhile";
    }
    String said = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return said == null || said.isBlank() ? e.getClass().getSimpleName() : said.strip();
  }
}
