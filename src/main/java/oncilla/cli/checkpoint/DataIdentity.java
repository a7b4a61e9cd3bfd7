package oncilla.cli.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import oncilla.base.PathText;
import oncilla.base.Reasons;
import oncilla.data.DataException;
import oncilla.report.run.RunConfig;

/**
 * What tells whether data is what it was: how many files there are, how many bytes, and a CRC-32C
 * over the content of each, with its name where they are many.
 *
 * @param path the file or folder
 * @param files by their names in it
 * @param bytes of all files
 * @param crc of all files
 */
public record DataIdentity(Path path, Map<String, Path> files, long bytes, String crc) {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Reads the data.
   *
   * @param files of a folder that are used; none for a file
   * @throws DataException if one cannot be read
   */
  public static DataIdentity of(Path path, List<Path> files) {
    Map<String, Path> named = new TreeMap<>();
    if (Files.isDirectory(path)) {
      files.forEach(file -> named.put(name(path, file), file));
    } else {
      named.put("", path);
    }
    CRC32C crc = new CRC32C();
    long bytes = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (Map.Entry<String, Path> file : named.entrySet()) {
      crc.update(file.getKey().getBytes(StandardCharsets.UTF_8));
      try (InputStream in = Files.newInputStream(file.getValue())) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          crc.update(buffer, 0, read);
          bytes += read;
        }
      } catch (IOException e) {
        throw new DataException(file.getValue() + ": cannot be read: " + Reasons.of(e), e);
      }
    }
    return new DataIdentity(path, named, bytes, "%08x".formatted(crc.getValue()));
  }

  private static String name(Path folder, Path file) {
    return PathText.of(file.startsWith(folder) ? folder.relativize(file) : file);
  }

  /** For {@code config.json}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", PathText.of(path.toAbsolutePath()));
    map.put("files", files.size());
    map.put("bytes", bytes);
    map.put("crc32c", crc);
    return map;
  }

  /**
   * What is no longer as it was, in one line; empty where all is.
   *
   * @param was what the configuration says of it
   */
  public Optional<String> difference(RunConfig config, Map<String, String> was) {
    String before = text(was.get("files"), was.get("bytes"), was.get("crc32c"));
    String now = text(Integer.toString(files.size()), Long.toString(bytes), crc);
    return now.equals(before)
        ? Optional.empty()
        : Optional.of(
            "%s: not as when %s was written: %s now, %s then%s"
                .formatted(path, config.file(), now, before, newer(config)));
  }

  private static String text(String files, String bytes, String crc) {
    return "%s%s bytes, CRC-32C %s"
        .formatted("1".equals(files) ? "" : files + " files, ", bytes, crc);
  }

  /** The first file that was written since; a moved or copied one may be older. */
  private String newer(RunConfig config) {
    try {
      FileTime written = Files.getLastModifiedTime(config.file());
      for (Map.Entry<String, Path> file : files.entrySet()) {
        if (!file.getKey().isEmpty()
            && Files.getLastModifiedTime(file.getValue()).compareTo(written) > 0) {
          return " (" + file.getKey() + " is newer)";
        }
      }
      return "";
    } catch (IOException unknown) {
      return "";
    }
  }
}
