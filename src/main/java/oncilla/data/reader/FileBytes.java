package oncilla.data.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oncilla.base.Reasons;
import oncilla.data.DataException;

/** Whole files in memory, with errors in one line. */
final class FileBytes {
  /** The longest array of bytes that every JVM can make. */
  static final int MAX = Integer.MAX_VALUE - 8;

  private FileBytes() {}

  /** The bytes of {@code file}, of which there may be at most {@code limit}. */
  static byte[] read(Path file, long limit) {
    if (!Files.exists(file)) {
      throw new DataException(file + ": no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": not a file");
    }
    try {
      long size = Files.size(file);
      if (size > limit) {
        throw new DataException(file + ": " + size + " bytes, expected at most " + limit);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** What is said of a file or folder that the system does not let us read. */
  static DataException unreadable(Path file, IOException e) {
    return new DataException(file + ": cannot be read (" + Reasons.of(e) + ")", e);
  }
}
