package oncilla.backend.opencl.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import oncilla.base.CacheFolder;
import oncilla.base.CachedFile;

/**
 * Compiled programs in a folder, a file each, found again by a later process.
 *
 * <p>It only ever saves time. A file that is missing, damaged, foreign or unreadable is no entry,
 * and a folder that cannot be written keeps nothing: the program is then compiled, which is what
 * would happen without a cache, so neither is an error or worth a message. Files are written
 * beside, flushed and renamed, so any number of processes may share the folder; the last one to
 * store an entry wins, and all store the same. What was used longest ago goes first when there is
 * too much.
 */
public final class ProgramCache {
  private static final String EXTENSION = ".program";

  /**
   * How much is kept.
   *
   * @param entries most files
   * @param bytes most bytes of all files together
   */
  public record Limits(int entries, long bytes) {
    /** A few nets in both precisions take some dozens of entries of 0.1 to 0.5 MB on PoCL. */
    public static final Limits USUAL = new Limits(500, 256L << 20);
  }

  private final Optional<Path> folder;
  private final Limits limits;
  private final String extension;

  private ProgramCache(Optional<Path> folder, Limits limits, String extension) {
    this.folder = folder;
    this.limits = limits;
    this.extension = extension;
  }

  /** Keeps nothing and finds nothing. */
  public static ProgramCache off() {
    return new ProgramCache(Optional.empty(), Limits.USUAL, EXTENSION);
  }

  /** The user's: the folder {@code programs} of {@link CacheFolder}; off where there is none. */
  public static ProgramCache ofUser() {
    return new ProgramCache(
        CacheFolder.ofUser().map(user -> user.resolve("programs")), Limits.USUAL, EXTENSION);
  }

  /** In {@code folder}, which is made when the first entry is stored. */
  public static ProgramCache in(Path folder, Limits limits) {
    return new ProgramCache(Optional.of(folder), limits, EXTENSION);
  }

  /**
   * A cache of something else in the same folder, under the same keys.
   *
   * @param other how its files' names end, with a dot
   * @param most how much is kept of it
   */
  public ProgramCache beside(String other, Limits most) {
    return new ProgramCache(folder, most, other);
  }

  /** Where the files are; empty if nothing is kept. */
  public Optional<Path> folder() {
    return folder;
  }

  /** Whether it can find or keep anything at all. */
  boolean isOn() {
    return folder.isPresent();
  }

  /** The binary stored for {@code key}. */
  public Optional<byte[]> find(String key) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.get().resolve(fileName(key));
    try {
      if (Files.size(file) > limits.bytes()) {
        return Optional.empty();
      }
      Optional<byte[]> binary = CacheEntry.decode(key, Files.readAllBytes(file));
      if (binary.isPresent()) {
        CachedFile.touch(file);
      }
      return binary;
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private String fileName(String key) {
    return CacheEntry.name(key) + extension;
  }

  /** Keeps {@code binary} for {@code key}, in place of what is there; removes what is too much. */
  public void store(String key, byte[] binary) {
    if (folder.isEmpty()) {
      return;
    }
    byte[] entry = CacheEntry.encode(key, binary);
    if (entry.length > limits.bytes()) {
      return;
    }
    try {
      Files.createDirectories(folder.get());
      write(folder.get().resolve(fileName(key)), entry);
      trim(folder.get());
    } catch (IOException unwritable) {
      return;
    }
  }

  private static void write(Path target, byte[] content) throws IOException {
    Path beside = target.resolveSibling(UUID.randomUUID() + CachedFile.UNFINISHED);
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Removes all entries; another process may store new ones at any time. */
  public void clear() {
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return;
    }
    try {
      for (CachedFile entry : CachedFile.in(folder.get(), extension)) {
        Files.deleteIfExists(entry.file());
      }
    } catch (IOException unwritable) {
      return;
    }
  }

  private void trim(Path from) throws IOException {
    List<CachedFile> entries = CachedFile.in(from, extension);
    long bytes = entries.stream().mapToLong(CachedFile::bytes).sum();
    int count = entries.size();
    for (CachedFile oldest : entries) {
      if (count <= limits.entries() && bytes <= limits.bytes()) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      count--;
      bytes -= oldest.bytes();
    }
  }
}
