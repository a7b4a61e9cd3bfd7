package oncilla.backend.opencl.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import oncilla.base.CacheFolder;

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

  private static final String UNFINISHED = ".part";

  /** By then a process that was writing has ended. */
  private static final Duration ABANDONED = Duration.ofDays(1);

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
        touch(file);
      }
      return binary;
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private String fileName(String key) {
    return CacheEntry.name(key) + extension;
  }

  /** The time of the last use is the file's; in a folder that is only read it stays as it is. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException readOnly) {
      return;
    }
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
    } catch (IOException | DirectoryIteratorException unwritable) {
      return;
    }
  }

  private static void write(Path target, byte[] content) throws IOException {
    Path beside = target.resolveSibling(UUID.randomUUID() + UNFINISHED);
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
      for (Entry entry : entries(folder.get())) {
        Files.deleteIfExists(entry.file());
      }
    } catch (IOException | DirectoryIteratorException unwritable) {
      return;
    }
  }

  private record Entry(Path file, long bytes, FileTime used) {}

  private void trim(Path from) throws IOException {
    List<Entry> entries = entries(from);
    long bytes = entries.stream().mapToLong(Entry::bytes).sum();
    int count = entries.size();
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry oldest : entries) {
      if (count <= limits.entries() && bytes <= limits.bytes()) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      count--;
      bytes -= oldest.bytes();
    }
  }

  /** Our files, and no others that somebody may have put there; removes what was given up. */
  private List<Entry> entries(Path from) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(from, "*{" + extension + "," + UNFINISHED + "}")) {
      for (Path file : files) {
        try {
          BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
          if (file.toString().endsWith(extension)) {
            entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
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
    }
    return entries;
  }
}
