package oncilla.bench.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.data.Caching;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.Notices;
import oncilla.data.cache.PictureCache;

/**
 * Examples whose rows lie in a file as decoded pictures do, to be streamed: in the temporary
 * folder, until this is closed.
 *
 * @param folder the file's
 * @param data the examples
 */
public record CachedExamples(Path folder, Dataset data) implements AutoCloseable {
  /** Writes the rows of {@code examples}, which are bytes. */
  public static CachedExamples of(Dataset examples) {
    try {
      Path folder = Files.createTempDirectory("oncilla-bench");
      Features rows = examples.features();
      Dataset cached =
          new Dataset(
              examples.source(),
              PictureCache.rows(
                      new Caching(Optional.of(folder), 0),
                      folder,
                      IntStream.range(0, rows.rows())
                          .mapToObj(i -> Path.of(Integer.toString(i)))
                          .toList(),
                      rows.imageGeometry().orElseThrow(),
                      rows.divisor(),
                      picture -> row(rows, Integer.parseInt(picture.toString())),
                      Notices.to(line -> {}))
                  .orElseThrow(
                      () -> new IOException("no room for " + rows.rows() + " rows in " + folder))
                  .features(),
              examples.labels(),
              examples.classNames());
      return new CachedExamples(folder, cached.streamed());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] row(Features rows, int number) {
    byte[] row = new byte[rows.columns()];
    rows.copyRows(number, number + 1, row);
    return row;
  }

  /** Removes the file. */
  @Override
  public void close() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
