package oncilla.data.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import oncilla.base.CachedFile;
import oncilla.base.Message;
import oncilla.base.Reasons;
import oncilla.data.Caching;
import oncilla.data.DataException;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Notices;

/**
 * The files of decoded pictures in a folder, one for each folder of pictures and size.
 *
 * <p>All of them together take at most half of the room that there would be without them; what was
 * used longest ago goes first. Files are written beside and renamed, so any number of processes may
 * share the folder: a file that another one uses stays there for it when it is removed or replaced.
 * Where no file can be written, rows are on the heap if that has room for them, and else decoded
 * whenever they are asked for.
 */
public final class PictureCache {
  private static final String EXTENSION = ".pixels";

  private final Path folder;
  private final Free free;
  private final Notices notices;

  /** How much room there is. */
  @FunctionalInterface
  interface Free {
    /** Bytes that may still be written to the disk of a folder. */
    long bytes(Path folder) throws IOException;
  }

  /**
   * Decoded pictures.
   *
   * @param features the rows of those that could be read, in their order
   * @param failures what is wrong with the others, by their number among all
   */
  public record Decoded(Features features, SortedMap<Integer, DataException> failures) {}

  private PictureCache(Path folder, Free free, Notices notices) {
    this.folder = folder;
    this.free = free;
    this.notices = notices;
  }

  /**
   * The rows of pictures: from their file if it is there, whole and that of the pictures as they
   * are now; else they are decoded, and the file is written.
   *
   * @param caching where files lie, and what is worth one
   * @param source the folder of pictures
   * @param pictures the files, in their order
   * @param divisor what bytes are divided by
   * @param notices takes a line that says where the rows are, or why they are not kept
   * @return empty if the rows are to be held in memory, or if no picture could be read
   */
  public static Optional<Decoded> rows(
      Caching caching,
      Path source,
      List<Path> pictures,
      ImageGeometry geometry,
      double divisor,
      PictureDecoder decoder,
      Notices notices) {
    return rows(
        caching,
        source,
        pictures,
        geometry,
        divisor,
        decoder,
        notices,
        folder -> Files.getFileStore(folder).getUsableSpace(),
        Runtime.getRuntime().maxMemory());
  }

  /** The same with a say in how much room there is, on the disk and on the heap. */
  static Optional<Decoded> rows(
      Caching caching,
      Path source,
      List<Path> pictures,
      ImageGeometry geometry,
      double divisor,
      PictureDecoder decoder,
      Notices notices,
      Free free,
      long heap) {
    long bytes = PixelFile.bytes(pictures.size(), geometry.size());
    if (caching.folder().isEmpty() || bytes < caching.fromBytes()) {
      return Optional.empty();
    }
    PictureCache cache = new PictureCache(caching.folder().get(), free, notices);
    Optional<Decoded> kept = cache.kept(source, pictures, geometry, divisor, decoder);
    return kept.isPresent() || bytes < heap / 2
        ? kept
        : cache.decodedAgain(source, pictures, geometry, divisor, decoder);
  }

  /** What is kept in a file, from before or from now on. */
  private Optional<Decoded> kept(
      Path source,
      List<Path> pictures,
      ImageGeometry geometry,
      double divisor,
      PictureDecoder decoder) {
    try {
      byte[] key = PictureKey.of(pictures, geometry.size());
      Path file = folder.resolve(PictureKey.name(source, geometry.size()) + EXTENSION);
      Optional<Decoded> found = open(file, key, pictures, geometry, divisor, decoder);
      if (found.isPresent()) {
        notices.say(
            Message.of(
                "%s: %d decoded pictures are read from %s"
                    .formatted(source, found.get().features().rows(), file)));
        return found;
      }
      return make(file, key, source, pictures, geometry, divisor, decoder);
    } catch (IOException failure) {
      sayNotKept(source, Reasons.of(failure));
      return Optional.empty();
    }
  }

  /** What has room neither in a file nor on the heap. */
  private Optional<Decoded> decodedAgain(
      Path source,
      List<Path> pictures,
      ImageGeometry geometry,
      double divisor,
      PictureDecoder decoder) {
    SortedMap<Integer, DataException> failures = new TreeMap<>();
    DecodedPictures.decodeAll(pictures, decoder, failures);
    if (failures.size() == pictures.size()) {
      return Optional.empty();
    }
    notices.say(
        Message.of(
            source
                + ": too many for the heap, so pictures are decoded whenever they are needed (java -Xmx sets it)"));
    List<Path> readable =
        IntStream.range(0, pictures.size())
            .filter(i -> !failures.containsKey(i))
            .mapToObj(pictures::get)
            .toList();
    return Optional.of(
        new Decoded(new DecodedPictures(readable, geometry, divisor, decoder), failures));
  }

  private static Optional<Decoded> open(
      Path file,
      byte[] key,
      List<Path> pictures,
      ImageGeometry geometry,
      double divisor,
      PictureDecoder decoder) {
    try {
      Optional<PixelFile> opened = PixelFile.open(file, key, pictures.size(), geometry, divisor);
      SortedMap<Integer, DataException> failures = new TreeMap<>();
      if (opened.isEmpty() || !opened.get().failAgain(pictures, decoder, failures)) {
        return Optional.empty();
      }
      CachedFile.touch(file);
      return Optional.of(new Decoded(opened.get().features(), failures));
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  private Optional<Decoded> make(
      Path file,
      byte[] key,
      Path source,
      List<Path> pictures,
      ImageGeometry geometry,
      double divisor,
      PictureDecoder decoder)
      throws IOException {
    Files.createDirectories(folder);
    long bytes = PixelFile.bytes(pictures.size(), geometry.size());
    Optional<String> noRoom = makeRoom(file, bytes);
    if (noRoom.isPresent()) {
      sayNotKept(source, noRoom.get());
      return Optional.empty();
    }
    SortedMap<Integer, DataException> failures = new TreeMap<>();
    try (DecodingThreads threads = new DecodingThreads(pictures, decoder, failures)) {
      PixelFile.write(file, key, pictures.size(), geometry.size(), threads);
    }
    if (failures.size() == pictures.size()) {
      return Optional.empty();
    }
    Optional<PixelFile> written = PixelFile.open(file, key, pictures.size(), geometry, divisor);
    if (written.isEmpty()
        || !Arrays.equals(
            written.get().unreadable(),
            failures.keySet().stream().mapToInt(Integer::intValue).toArray())) {
      sayNotKept(source, "another process replaced " + file);
      return Optional.empty();
    }
    notices.say(
        Message.of(
            "%s: %d decoded pictures are kept in %s (%d MiB)"
                .formatted(source, written.get().features().rows(), file, mebibytes(bytes))));
    return Optional.of(new Decoded(written.get().features(), failures));
  }

  private void sayNotKept(Path source, String reason) {
    notices.say(
        Message.of(
            "%s: decoded pictures are not kept in %s: %s".formatted(source, folder, reason)));
  }

  /**
   * Removes what was used longest ago until there is room for so many bytes.
   *
   * @param file is replaced
   * @return why there is none
   */
  private Optional<String> makeRoom(Path file, long bytes) throws IOException {
    List<CachedFile> entries = CachedFile.in(folder, EXTENSION);
    long kept = entries.stream().mapToLong(CachedFile::bytes).sum();
    long most = (free.bytes(folder) + kept) / 2;
    if (bytes > most) {
      return Optional.of(
          "they would take %d MiB, more than half of the %d MiB that there are"
              .formatted(mebibytes(bytes), mebibytes(2 * most)));
    }
    for (CachedFile entry : entries) {
      boolean replaced = entry.file().equals(file);
      if (replaced || kept + bytes > most) {
        kept -= entry.bytes();
        if (!replaced) {
          Files.deleteIfExists(entry.file());
        }
      }
    }
    return Optional.empty();
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
