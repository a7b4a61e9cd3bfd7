package oncilla.data.reader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Split;
import oncilla.data.TrainTest;

/**
 * Reads data sets. What a path is follows from its ending: {@code .h5} and {@code .hdf5}, {@code
 * .csv}, {@code .mat}, {@code .npz}, or a folder with a sub-folder of images per class.
 */
public final class Datasets {
  private Datasets() {}

  /**
   * A training set and a test set.
   *
   * @param train what to train on
   * @param test what to test on; without it, the second set of the file to train on, if it holds
   *     one
   * @param options how images are read and which class is positive
   * @param warnings takes a line for each thing that is left out or not as expected
   * @throws DataException in one line, if either cannot be used
   */
  public static TrainTest load(
      Path train, Optional<Path> test, DataOptions options, Consumer<String> warnings) {
    if (test.isPresent()) {
      return new TrainTest(
          loadOne(train, options, Split.TRAIN, warnings),
          Optional.of(loadOne(test.get(), options, Split.TEST, warnings)));
    }
    return inMemory(
        train,
        () -> {
          Optional<ArrayFile> arrays = arrays(train);
          return arrays.isPresent()
              ? arrays.get().readBoth(options, warnings)
              : new TrainTest(rows(train, options, warnings), Optional.empty());
        });
  }

  /**
   * One data set.
   *
   * @param path a file or folder
   * @param options how images are read and which class is positive
   * @param role which set is wanted where a file can hold two; if it holds only the other, that one
   *     is read and a warning says so
   * @param warnings takes a line for each thing that is left out or not as expected
   * @throws DataException in one line, if it cannot be used
   */
  public static Dataset loadOne(
      Path path, DataOptions options, Split role, Consumer<String> warnings) {
    return inMemory(
        path,
        () -> {
          Optional<ArrayFile> arrays = arrays(path);
          return arrays.isPresent()
              ? arrays.get().read(role, options, warnings)
              : rows(path, options, warnings);
        });
  }

  /** The arrays of a file, if it is a file of arrays. */
  private static Optional<ArrayFile> arrays(Path path) {
    if (!Files.exists(path)) {
      throw new DataException(path + ": no such file or folder");
    }
    if (Files.isDirectory(path)) {
      return Optional.empty();
    }
    return switch (ending(path)) {
      case "h5", "hdf5" -> Optional.of(Hdf5File.read(path));
      case "mat" -> Optional.of(MatFile.read(path));
      case "npz" -> Optional.of(NpzFile.read(path));
      case "csv" -> Optional.empty();
      default ->
          throw new DataException(
              path
                  + ": unknown kind of data, expected .h5, .hdf5, .csv, .mat, .npz or a folder with"
                  + " a sub-folder per class");
    };
  }

  private static Dataset rows(Path path, DataOptions options, Consumer<String> warnings) {
    return Files.isDirectory(path) ? ImageFolder.read(path, options, warnings) : CsvFile.read(path);
  }

  private static String ending(Path path) {
    String name = path.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** How large data may be is known only when it is there; too large is an answer, not a crash. */
  private static <T> T inMemory(Path path, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (OutOfMemoryError e) {
      throw new DataException(
          path
              + ": does not fit into the Java heap of "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MiB (java -Xmx sets it)",
          e);
    }
  }
}
