package oncilla.base;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A file of a cache whose folder any number of processes share.
 *
 * @param file where it is
 * @param bytes how large it is
 * @param used when it was used last, which is the file's time
 */
public record CachedFile(Path file, long bytes, FileTime used) {
  /** How the name of a file ends that is still being written. */
  public static final String UNFINISHED = ".part";

  /** By then a process that was writing has ended. */
  private static final Duration ABANDONED = Duration.ofDays(1);

  /**
   * The files of a cache, what was used longest ago first, and no others that somebody may have put
   * there; removes what was given up while it was written.
   *
   * @param extension how the names of its files end, with a dot
   * @throws IOException if the folder cannot be read
   */
  public static List<CachedFile> in(Path folder, String extension) throws IOException {
    List<CachedFile> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "*{" + extension + "," + UNFINISHED + "}")) {
      for (Path file : files) {
        try {
          BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
          if (file.toString().endsWith(extension)) {
            found.add(new CachedFile(file, attributes.size(), attributes.lastModifiedTime()));
          } else if (attributes
              .lastModifiedTime()
              .toInstant()
              .isBefore(Instant.now().minus(ABANDONED))) {
            Files.deleteIfExists(file);
          }
        } catch (NoSuchFileException another) {
          // Another process was faster in removing or renaming it.
          continue;
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    found.sort(Comparator.comparing(CachedFile::used));
    return found;
  }

  /** Says that a file is used now; in a folder that is only read its time stays as it is. */
  public static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException readOnly) {
      return;
    }
  }
}
