package oncilla.backend.opencl.verification;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that says which kernels this process is verifying, with an operating-system lock on it
 * that lasts as long as the process: a driver may end the process, and then the file stays and its
 * lock is gone. What is found so counts as failed. A file whose lock is held belongs to a process
 * that lives.
 *
 * <p>A file has the names of the uses, a line each, an empty line, and the program's identity.
 */
final class VerificationMarker implements AutoCloseable {
  private static final String EXTENSION = ".verifying";
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;
  private final RandomAccessFile open;
  private final Thread onExit = new Thread(this::delete, "oncilla-verification-marker");

  /**
   * Uses that a process died of.
   *
   * @param identity of the program
   * @param names of the uses
   */
  record Death(String identity, List<String> names) {}

  private VerificationMarker(Path file, RandomAccessFile open) {
    this.file = file;
    this.open = open;
  }

  /**
   * Writes a marker.
   *
   * @param folder where; made if it is missing
   * @return empty where no file can be written or locked
   */
  static Optional<VerificationMarker> write(Path folder, List<Death> uses) {
    RandomAccessFile open = null;
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(UUID.randomUUID() + EXTENSION);
      open = new RandomAccessFile(file.toFile(), "rw");
      if (open.getChannel().tryLock() == null) {
        open.close();
        return Optional.empty();
      }
      VerificationMarker marker = new VerificationMarker(file, open);
      // A process that is asked to end did not die of a kernel.
      Runtime.getRuntime().addShutdownHook(marker.onExit);
      for (Death use : uses) {
        open.write(text(use).getBytes(StandardCharsets.UTF_8));
      }
      return Optional.of(marker);
    } catch (IOException | IllegalStateException unwritable) {
      closeQuietly(open);
      return Optional.empty();
    }
  }

  private static String text(Death use) {
    return String.join("\n", use.names()) + "\n\n" + use.identity() + "\0";
  }

  private static void closeQuietly(RandomAccessFile open) {
    if (open != null) {
      try {
        open.close();
      } catch (IOException ignored) {
        return;
      }
    }
  }

  /** Removes the file: nothing is being verified any more. */
  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException exiting) {
      return;
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(file);
      open.close();
    } catch (IOException unwritable) {
      return;
    }
  }

  /** What processes died of that left their markers in {@code folder}; removes these. */
  static List<Death> collect(Path folder) {
    List<Death> deaths = new ArrayList<>();
    String[] names = folder.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (name.endsWith(EXTENSION)) {
        collect(folder.resolve(name), deaths);
      }
    }
    return deaths;
  }

  private static void collect(Path file, List<Death> deaths) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
        FileChannel channel = open.getChannel();
        FileLock lock = channel.tryLock()) {
      if (lock == null || open.length() > MOST_BYTES) {
        return;
      }
      byte[] content = new byte[(int) open.length()];
      open.readFully(content);
      for (String use : new String(content, StandardCharsets.UTF_8).split("\0")) {
        int end = use.indexOf("\n\n");
        if (end > 0) {
          deaths.add(
              new Death(use.substring(end + 2), Arrays.asList(use.substring(0, end).split("\n"))));
        }
      }
      Files.deleteIfExists(file);
    } catch (IOException | OverlappingFileLockException lives) {
      // Another process was faster, or another backend of this process is at work.
      return;
    }
  }
}
