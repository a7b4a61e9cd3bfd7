package oncilla.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
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
    if (!Files.isRegularFile(file)) {
      throw new FormatException(file + ": no such file");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, NpyArray> arrays = new LinkedHashMap<>();
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        NpyArray array = read(file, zip, entry);
        if (arrays.put(array.name(), array) != null) {
          throw new FormatException(file + ": " + array.name() + " occurs twice");
        }
      }
      return Collections.unmodifiableMap(arrays);
    } catch (IOException | IllegalArgumentException e) {
      // ZipFile answers names that are not text with IllegalArgumentException.
      throw new FormatException(file + ": not a valid .npz archive: " + e.getMessage(), e);
    }
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
      if (array.type().isPresent() && entry.getCrc() >= 0 && sum.getValue() != entry.getCrc()) {
        throw new FormatException(where + ": damaged, its checksum does not hold");
      }
      return array;
    } catch (IOException e) {
      throw new FormatException(where + ": damaged: " + e.getMessage(), e);
    }
  }
}
