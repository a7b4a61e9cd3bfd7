package oncilla.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** NumPy's {@code .npz}: a ZIP archive of {@code .npy} arrays, stored or deflated. */
public final class Npz {
  private static final String SUFFIX = ".npy";

  private Npz() {}

  /**
   * All arrays of the file by name (without {@code .npy}), in the file's order. Checksums are
   * verified.
   *
   * @throws FormatException if it cannot be read, is not such an archive, or is damaged
   */
  public static Map<String, NpyArray> read(Path file) {
    return read(file, name -> true);
  }

  /**
   * Those arrays of the file whose name (without {@code .npy}) is wanted, in the file's order;
   * others are not looked at, so that they may be anything. Checksums are verified.
   *
   * @throws FormatException if it cannot be read, is not such an archive, or one of them is damaged
   */
  public static Map<String, NpyArray> read(Path file, Predicate<String> wanted) {
    return open(
        file,
        zip -> {
          Map<String, NpyArray> arrays = new LinkedHashMap<>();
          for (ZipEntry entry : Collections.list(zip.entries())) {
            if (wanted.test(name(entry))) {
              NpyArray array = read(file, zip, entry);
              if (arrays.put(array.name(), array) != null) {
                throw new FormatException(file + ": " + array.name() + " occurs twice");
              }
            }
          }
          return Collections.unmodifiableMap(arrays);
        });
  }

  /**
   * The names of what the file holds (without {@code .npy}), in the file's order.
   *
   * @throws FormatException if it cannot be read or is not such an archive
   */
  public static Set<String> names(Path file) {
    return open(
        file,
        zip -> {
          Set<String> names = new LinkedHashSet<>();
          zip.stream().forEach(entry -> names.add(name(entry)));
          return Collections.unmodifiableSet(names);
        });
  }

  /** Something to be done with an archive. */
  private interface Use<T> {
    T of(ZipFile zip) throws IOException;
  }

  private static <T> T open(Path file, Use<T> use) {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(file + ": no such file");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return use.of(zip);
    } catch (IOException | IllegalArgumentException e) {
      // ZipFile answers names that are not text with IllegalArgumentException.
      throw new FormatException(file + ": not a valid .npz archive: " + e.getMessage(), e);
    }
  }

  private static String name(ZipEntry entry) {
    String name = entry.getName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  private static NpyArray read(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    if (!entry.getName().endsWith(SUFFIX)) {
      throw new FormatException(file + ": " + entry.getName() + " is not an .npy array");
    }
    String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
    String where = file + ": " + name;
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      NpyArray array = Npy.read(where, name, in);
      // Values that cannot be read were not, so their sum is unknown.
      if ((array.type().isPresent() || array.isText())
          && entry.getCrc() >= 0
          && sum.getValue() != entry.getCrc()) {
        throw new FormatException(where + ": damaged, its checksum does not hold");
      }
      return array;
    } catch (IOException e) {
      throw new FormatException(where + ": damaged: " + e.getMessage(), e);
    }
  }
}
