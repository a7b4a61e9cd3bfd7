package oncilla.data.reader;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Split;
import oncilla.data.TrainTest;

/**
 * The named arrays of an HDF5, NumPy or MATLAB file. Each format has two pairs of inputs and
 * labels, one to train on and one to test on; a file holds one of them or both.
 *
 * @param path the file
 * @param arrays what it holds, by name
 * @param training names of the pair to train on
 * @param testing names of the pair to test on
 * @param classNames names of label 0 and label 1, where the file says them
 */
public record ArrayFile(
    Path path,
    Map<String, NumericArray> arrays,
    Pair training,
    Pair testing,
    Optional<List<String>> classNames) {
  /** Names of inputs and labels that belong together. */
  record Pair(String inputs, String labels) {}

  /** The set for {@code split}, or the only one there is; that is said. */
  Dataset read(Split split, DataOptions options, Consumer<String> warnings) {
    Pair own = split == Split.TRAIN ? training : testing;
    Pair other = split == Split.TRAIN ? testing : training;
    if (holds(own)) {
      return dataset(own, options);
    }
    if (holds(other)) {
      warnings.accept(path + ": has no " + own.inputs() + ", using " + other.inputs());
      return dataset(other, options);
    }
    throw new DataException(
        path
            + ": has neither "
            + own.inputs()
            + " nor "
            + other.inputs()
            + ", found "
            + (arrays.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(arrays.keySet()))));
  }

  /** The training set and, if the file holds both, the test set. */
  TrainTest readBoth(DataOptions options, Consumer<String> warnings) {
    Dataset train = read(Split.TRAIN, options, warnings);
    return new TrainTest(
        train,
        holds(training) && holds(testing)
            ? Optional.of(dataset(testing, options))
            : Optional.empty());
  }

  private boolean holds(Pair pair) {
    return arrays.containsKey(pair.inputs());
  }

  private Dataset dataset(Pair pair, DataOptions options) {
    NumericArray labels = arrays.get(pair.labels());
    if (labels == null) {
      throw new DataException(
          path + ": has " + pair.inputs() + " without its labels " + pair.labels());
    }
    return ArrayDatasets.of(
        path.toString(), arrays.get(pair.inputs()), labels, classNames, options);
  }
}
