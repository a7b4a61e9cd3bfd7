package oncilla.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import oncilla.base.Reasons;

/**
 * One process's claim to a folder or file: the operating system's lock on a file made for that.
 *
 * <p>The lock dies with its process, however that ends, so that the file alone means nothing: what
 * a killed process left is not in use. The file is removed when the claim is given up.
 *
 * <p>The operating system gives locks to processes, not to threads: within one process a second
 * claim is refused as well, but once that was tried, the first one no longer keeps other processes
 * out.
 */
public final class ProcessLock implements AutoCloseable {
  /** Others may have removed the file between opening and locking it: then once more. */
  private static final int TRIES = 100;

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** How a file is locked: not at all ({@code null}) where another has it. */
  @FunctionalInterface
  interface Locking {
    FileLock tryLock(FileChannel channel) throws IOException;
  }

  /**
   * Claims what {@code file} stands for; it is made in a folder that exists.
   *
   * @return empty if somebody else has claimed it
   * @throws IOException if the file cannot be written, or its file system has no locks
   */
  public static Optional<ProcessLock> take(Path file) throws IOException {
    return take(file, FileChannel::tryLock);
  }

  /** As {@link #take(Path)}, locking by {@code locking}. */
  static Optional<ProcessLock> take(Path file, Locking locking) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      boolean found = Files.exists(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        // A lock on a file that was removed meanwhile, and perhaps made anew by another, is none.
        Object opened = key(file);
        if (!lock(channel, locking)) {
          channel.close();
          return Optional.empty();
        }
        if (Objects.equals(opened, key(file))) {
          return Optional.of(new ProcessLock(file, channel));
        }
        channel.close();
      } catch (NoSuchFileException removed) {
        channel.close();
      } catch (IOException noLocks) {
        channel.close();
        if (!found) {
          Files.deleteIfExists(file);
        }
        FileSystemException failure =
            new FileSystemException(
                file.toString(),
                null,
                "its file system gives no locks ("
                    + Reasons.of(noLocks)
                    + "); choose a folder on another, such as a local disk");
        failure.addSuppressed(noLocks);
        throw failure;
      }
    }
    return Optional.empty();
  }

  /**
   * Whether somebody has claimed what {@code file} stands for. A file that cannot be opened or
   * locked is taken for what a killed process left.
   */
  public static boolean isTaken(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !lock(channel, FileChannel::tryLock);
    } catch (IOException missing) {
      return false;
    }
  }

  private static boolean lock(FileChannel channel, Locking locking) throws IOException {
    try {
      return locking.tryLock(channel) != null;
    } catch (OverlappingFileLockException byThisProcess) {
      return false;
    }
  }

  /** What tells this file from a later one of the same name; null on systems that cannot. */
  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Gives the claim up. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      // While it is still locked: nobody else's is removed then.
      try (channel) {
        Files.deleteIfExists(file);
      }
    }
  }
}
