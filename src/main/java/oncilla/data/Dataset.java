package oncilla.data;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import oncilla.io.DataNames;
import oncilla.nn.Standardization;

/**
 * Labelled examples.
 *
 * @param source where they came from, for messages
 * @param features one example per row
 * @param labels 0 or 1 for each example
 * @param classNames names of label 0 and label 1
 * @param names which of these the data says, and what else has a name
 * @param files the file of each example; none where examples are rows of one file
 */
public record Dataset(
    String source,
    Features features,
    byte[] labels,
    List<String> classNames,
    DataNames names,
    List<Path> files) {
  /** Checks that there is one label per example and that each is 0 or 1. */
  public Dataset {
    if (labels.length != features.rows()) {
      throw new DataException(
          source + ": " + labels.length + " labels for " + features.rows() + " examples");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0 && labels[i] != 1) {
        throw new DataException(source + ": label " + i + " is " + labels[i] + ", expected 0 or 1");
      }
    }
    classNames = List.copyOf(classNames);
    if (classNames.size() != 2) {
      throw new IllegalArgumentException("two class names, not " + classNames);
    }
    files = List.copyOf(files);
    if (!files.isEmpty() && files.size() != labels.length) {
      throw new IllegalArgumentException(
          files.size() + " files for " + labels.length + " examples");
    }
  }

  /** Examples that are no files of their own. */
  public Dataset(
      String source, Features features, byte[] labels, List<String> classNames, DataNames names) {
    this(source, features, labels, classNames, names, List.of());
  }

  /** Examples whose names nobody said. */
  public Dataset(String source, Features features, byte[] labels, List<String> classNames) {
    this(source, features, labels, classNames, DataNames.none());
  }

  /** The same examples with other names of columns and classes. */
  public Dataset withNames(DataNames other) {
    return new Dataset(source, features, labels, classNames, other, files);
  }

  /** The same examples, standardised with these numbers on their way into the network. */
  public Dataset standardized(Standardization numbers) {
    return new Dataset(source, features.standardized(numbers), labels, classNames, names, files);
  }

  /** The same examples, whose rows stay with the host: see {@link Features#streams}. */
  public Dataset streamed() {
    return new Dataset(source, features.streamed(), labels, classNames, names, files);
  }

  /**
   * The only label that there is.
   *
   * @return 0 or 1; empty where both occur
   */
  public OptionalInt onlyLabel() {
    for (byte label : labels) {
      if (label != labels[0]) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of(labels[0]);
  }

  /** Number of examples. */
  public int size() {
    return labels.length;
  }
}
