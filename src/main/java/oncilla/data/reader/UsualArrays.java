package oncilla.data.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import oncilla.data.Split;

/**
 * The names under which files of arrays hold a training set and a test set: those of the notes,
 * those of Keras, of scikit-learn, of MATLAB courses. A convention names the inputs and, beside
 * them, what their labels may be called.
 */
final class UsualArrays {
  private static final List<String> LABELS =
      List.of("y", "Y", "labels", "label", "target", "targets");

  /** Those of the notes' HDF5 files. */
  static final Convention NOTES =
      new Convention(
          List.of("train_set_x"),
          List.of("train_set_y"),
          List.of("test_set_x"),
          List.of("test_set_y"));

  /** Those of NumPy and MATLAB files. */
  static final Convention PLAIN =
      new Convention(
          List.of("X", "x"),
          LABELS,
          List.of("Xval", "Xtest", "X_test", "x_test"),
          List.of("yval", "ytest", "y_test", "Yval", "Ytest", "Y_test"));

  private static final List<Convention> ALL =
      List.of(
          NOTES,
          PLAIN,
          new Convention(
              List.of("x_train", "X_train"),
              List.of("y_train", "Y_train", "labels_train"),
              List.of("x_test", "X_test", "x_val", "X_val", "x_valid", "X_valid"),
              List.of("y_test", "Y_test", "labels_test", "y_val", "Y_val", "y_valid", "Y_valid")),
          new Convention(
              List.of("train_x", "train_X"),
              List.of("train_y", "train_Y"),
              List.of("test_x", "test_X", "val_x", "val_X"),
              List.of("test_y", "test_Y", "val_y", "val_Y")),
          new Convention(
              List.of("Xtrain", "XTrain", "xtrain"),
              List.of("ytrain", "Ytrain", "YTrain"),
              List.of("Xtest", "XTest", "xtest", "Xval", "XVal", "xval"),
              List.of("ytest", "Ytest", "YTest", "yval", "Yval", "YVal")),
          new Convention(
              List.of("train_images", "train_data", "train_features"),
              List.of("train_labels", "train_label", "train_targets"),
              List.of("test_images", "test_data", "test_features", "val_images", "val_data"),
              List.of("test_labels", "test_label", "test_targets", "val_labels")),
          new Convention(
              List.of("data", "images", "features", "inputs"), LABELS, List.of(), List.of()));

  private UsualArrays() {}

  /** Names of inputs and labels that belong together. */
  record Pair(String inputs, String labels) {}

  /**
   * What a file calls its arrays.
   *
   * @param inputs names of the inputs to train on
   * @param labels names of their labels
   * @param testInputs names of the inputs to test on, the likeliest first
   * @param testLabels names of their labels; one goes with the inputs that end or start alike
   */
  record Convention(
      List<String> inputs, List<String> labels, List<String> testInputs, List<String> testLabels) {
    List<String> inputs(Split split) {
      return split == Split.TRAIN ? inputs : testInputs;
    }

    List<String> labels(Split split) {
      return split == Split.TRAIN ? labels : testLabels;
    }
  }

  /** The inputs for {@code split} among {@code names}, once for each of their conventions. */
  static List<Found> find(Set<String> names, Split split) {
    List<Found> found = new ArrayList<>();
    for (Convention convention : ALL) {
      for (String inputs : convention.inputs(split)) {
        if (names.contains(inputs)) {
          found.add(new Found(convention, split, inputs));
        }
      }
    }
    return found;
  }

  /** Inputs that are there, by their convention. */
  record Found(Convention convention, Split split, String inputs) {
    /** Names that their labels have in {@code names}: those that are called alike. */
    List<String> labels(Set<String> names) {
      List<String> all = convention.labels(split).stream().filter(names::contains).toList();
      List<String> alike = all.stream().filter(name -> kind(name).equals(kind(inputs))).toList();
      return split == Split.TEST ? alike : all;
    }

    /** What the labels are called first. */
    String expectedLabels() {
      List<String> all = convention.labels(split);
      return all.stream()
          .filter(name -> split == Split.TRAIN || kind(name).equals(kind(inputs)))
          .findFirst()
          .orElse(all.get(0));
    }

    /** Test and validation sets of one file are told apart by this. */
    private static String kind(String name) {
      return name.toLowerCase(java.util.Locale.ROOT).contains("val") ? "validation" : "test";
    }
  }
}
