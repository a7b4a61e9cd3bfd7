package oncilla.data.reader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Expectation;
import oncilla.data.Listed;
import oncilla.data.Notices;
import oncilla.data.Split;
import oncilla.data.TableOptions;
import oncilla.data.Trouble;
import oncilla.data.reader.UsualArrays.Found;
import oncilla.data.reader.UsualArrays.Pair;

/**
 * The named arrays of an HDF5, NumPy or MATLAB file: a pair of inputs and labels to train on, one
 * to test on, or both, and whatever else, which is not looked at.
 *
 * @param path the file
 * @param names what it holds
 * @param array reads one of them; for a name that is not listed it answers or refuses
 * @param convention the names that are expected first
 * @param classNames names of label 0 and label 1, where the file says them
 * @param hint what to add where none of the usual names is there
 */
record ArrayFile(
    Path path,
    Set<String> names,
    Function<String, NumericArray> array,
    UsualArrays.Convention convention,
    Supplier<Optional<List<String>>> classNames,
    Supplier<String> hint) {

  /** The set for {@code split}, or the only one there is; that is said. */
  Dataset read(Split split, DataOptions options, Optional<Expectation> expected, Notices notices) {
    Optional<TableOptions.ArrayNames> asked = options.tables().arrays();
    if (asked.isPresent()) {
      Pair pair = new Pair(asked.get().inputs(), asked.get().labels());
      require(pair.inputs(), Setting.INPUT_ARRAY);
      require(pair.labels(), Setting.LABEL_ARRAY);
      return dataset(pair, options, expected, notices);
    }
    Split other = split == Split.TRAIN ? Split.TEST : Split.TRAIN;
    Optional<Found> own = find(split);
    if (own.isPresent()) {
      return dataset(pair(own.get(), notices), options, expected, notices);
    }
    Found found = find(other).orElseThrow(this::nothing);
    notices.warn(
        new Trouble(
            Trouble.Kind.OTHER_SET,
            path.toString(),
            Message.of(path + ": has no " + likely(found, split) + ", using " + found.inputs())));
    return dataset(pair(found, notices), options, expected, notices);
  }

  /** The test set beside a training set, if the file holds both. */
  Optional<Dataset> readTest(DataOptions options, Expectation expected, Notices notices) {
    return options.tables().arrays().isEmpty()
            && find(Split.TRAIN).isPresent()
            && find(Split.TEST).isPresent()
        ? Optional.of(read(Split.TEST, options, Optional.of(expected), notices))
        : Optional.empty();
  }

  private void require(String name, Setting setting) {
    // An array inside a group of an HDF5 file is not listed, but has a path.
    if (!names.contains(name) && !name.contains("/")) {
      throw new DataException(Message.of(path + ": ", setting, " " + name + ": found " + found()));
    }
  }

  /** The inputs for {@code split}; beside a training set, those of the same convention. */
  private Optional<Found> find(Split split) {
    List<Found> all = UsualArrays.find(names, split);
    if (split == Split.TEST && !all.isEmpty()) {
      List<Found> training = UsualArrays.find(names, Split.TRAIN);
      UsualArrays.Convention own = (training.isEmpty() ? all : training).get(0).convention();
      Optional<Found> alike = all.stream().filter(one -> one.convention() == own).findFirst();
      if (alike.isPresent()) {
        return alike;
      }
    }
    if (all.stream().map(Found::inputs).distinct().count() < 2) {
      return all.stream().findFirst();
    }
    throw new DataException(
        Message.of(
            path
                + ": has "
                + String.join(" and ", all.stream().map(Found::inputs).distinct().toList())
                + ", expected one of them (",
            Setting.INPUT_ARRAY,
            " NAME ",
            Setting.LABEL_ARRAY,
            " NAME say which)"));
  }

  private String likely(Found found, Split split) {
    List<String> names = found.convention().inputs(split);
    return names.isEmpty() ? convention.inputs(split).get(0) : names.get(0);
  }

  private Pair pair(Found found, Notices notices) {
    List<String> labels = found.labels(names);
    if (labels.isEmpty()) {
      throw new DataException(
          Message.of(
              path
                  + ": has "
                  + found.inputs()
                  + " without its labels "
                  + found.expectedLabels()
                  + ", found "
                  + found()
                  + " (",
              Setting.INPUT_ARRAY,
              " NAME ",
              Setting.LABEL_ARRAY,
              " NAME say which)"));
    }
    if (found.split() == Split.TRAIN && labels.size() > 1) {
      throw new DataException(
          Message.of(
              path
                  + ": has "
                  + String.join(" and ", labels)
                  + " for "
                  + found.inputs()
                  + ", expected one of them (",
              Setting.INPUT_ARRAY,
              " NAME ",
              Setting.LABEL_ARRAY,
              " NAME say which)"));
    }
    Pair pair = new Pair(found.inputs(), labels.get(0));
    boolean documented =
        (found.convention() == UsualArrays.NOTES || found.convention() == UsualArrays.PLAIN)
            && found.convention().labels(found.split()).get(0).equals(pair.labels())
            && found.convention().inputs(found.split()).get(0).equals(pair.inputs());
    if (!documented) {
      notices.say(
          Message.of(path + ": inputs are " + pair.inputs() + ", their labels " + pair.labels()));
    }
    return pair;
  }

  private DataException nothing() {
    return new DataException(
        Message.of(
            path
                + ": has neither "
                + convention.inputs().get(0)
                + " nor "
                + convention.testInputs().get(0)
                + ", found "
                + found()
                + hint.get()
                + " (",
            Setting.INPUT_ARRAY,
            " NAME ",
            Setting.LABEL_ARRAY,
            " NAME say which)"));
  }

  private String found() {
    return names.isEmpty() ? "nothing" : Listed.names(List.copyOf(new TreeSet<>(names)));
  }

  private Dataset dataset(
      Pair pair, DataOptions options, Optional<Expectation> expected, Notices notices) {
    return new ArrayDatasets(path.toString(), options, expected, notices)
        .of(array.apply(pair.inputs()), array.apply(pair.labels()), classNames.get());
  }
}
