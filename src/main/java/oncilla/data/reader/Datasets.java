package oncilla.data.reader;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Expectation;
import oncilla.data.Listed;
import oncilla.data.Matching;
import oncilla.data.Notices;
import oncilla.data.Split;
import oncilla.data.TrainTest;
import oncilla.data.table.CsvFile;

/**
 * Reads data sets. What a path is follows from its ending: {@code .h5} and {@code .hdf5}, {@code
 * .csv}, {@code .mat}, {@code .npz}, or a folder with a sub-folder of images per class.
 */
public final class Datasets {
  private Datasets() {}

  /**
   * A training set and a test set that go together: what both have names for is compared.
   *
   * @param train what to train on; both classes must occur
   * @param test what to test on; without it, the second set of the file to train on, if it holds
   *     one
   * @param options how images and tables are read and which class is positive
   * @param notices takes a line for each thing that is left out, matched or not as expected
   * @throws DataException in one line, if either cannot be used, or they do not go together
   */
  public static TrainTest load(
      Path train, Optional<Path> test, DataOptions options, Notices notices) {
    return inMemory(
        train,
        () -> {
          Optional<ArrayFile> arrays = arrays(train);
          Dataset training =
              arrays.isPresent()
                  ? arrays.get().read(Split.TRAIN, options, Optional.empty(), notices)
                  : rows(train, options, Optional.empty(), notices);
          requireBothClasses(training);
          Expectation expected = Expectation.of(training);
          Optional<Dataset> testing =
              test.isPresent()
                  ? Optional.of(
                      loadOne(test.get(), options, Split.TEST, Optional.of(expected), notices))
                  : arrays
                      .flatMap(file -> file.readTest(options, expected, notices))
                      .map(second -> Matching.match(second, expected, notices));
          return TrainTest.ofOneType(training, testing);
        });
  }

  /** As {@link #load(Path, Optional, DataOptions, Notices)}, with all that is told as text. */
  public static TrainTest load(
      Path train, Optional<Path> test, DataOptions options, Consumer<String> lines) {
    return load(train, test, options, Notices.to(lines));
  }

  /**
   * One data set.
   *
   * @param path a file or folder
   * @param options how images and tables are read and which class is positive
   * @param role which set is wanted where a file can hold two; if it holds only the other, that one
   *     is read and a warning says so
   * @param expected what it has to go with: a model, or other data
   * @param notices takes a line for each thing that is left out, matched or not as expected
   * @throws DataException in one line, if it cannot be used, or does not go with that
   */
  public static Dataset loadOne(
      Path path, DataOptions options, Split role, Optional<Expectation> expected, Notices notices) {
    return inMemory(
        path,
        () -> {
          Optional<ArrayFile> arrays = arrays(path);
          Dataset data =
              arrays.isPresent()
                  ? arrays.get().read(role, options, expected, notices)
                  : rows(path, options, expected, notices);
          return expected.isPresent() ? Matching.match(data, expected.get(), notices) : data;
        });
  }

  /** One data set for itself, with all that is told as text. */
  public static Dataset loadOne(
      Path path, DataOptions options, Split role, Consumer<String> lines) {
    return loadOne(path, options, role, Optional.empty(), Notices.to(lines));
  }

  private static void requireBothClasses(Dataset training) {
    if (training.onlyLabel().isPresent()) {
      throw new DataException(
          "%s: all its examples (%d) are of the class %s; training needs both"
              .formatted(
                  training.source(),
                  training.size(),
                  Listed.name(training.classNames().get(training.onlyLabel().getAsInt()))));
    }
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

  private static Dataset rows(
      Path path, DataOptions options, Optional<Expectation> expected, Notices notices) {
    return Files.isDirectory(path)
        ? ImageFolder.read(path, options, expected, notices)
        : table(path, options, expected, notices);
  }

  private static Dataset table(
      Path path, DataOptions options, Optional<Expectation> expected, Notices notices) {
    try {
      return CsvFile.read(path, options, expected, notices);
    } catch (UncheckedIOException e) {
      throw FileBytes.unreadable(path, e.getCause());
    }
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
