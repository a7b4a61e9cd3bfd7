package oncilla.data.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.Expectation;
import oncilla.data.Listed;
import oncilla.data.Notices;
import oncilla.data.TableOptions;

/**
 * What each column of a table is: an input, the label, or of no use. The label is where it was said
 * to be; else what is left beside the columns of other data; else the last column, unless another
 * one is called a label.
 */
final class CsvColumns {
  /** A column of such a name is the label, wherever it stands. */
  private static final Set<String> LABELS = Set.of("label", "labels", "target", "class");

  /** One of this name may as well be a coordinate. */
  private static final String Y = "y";

  private final Path path;
  private final int fields;
  private final Optional<List<String>> names;
  private final TableOptions options;
  private final Optional<Expectation> expected;
  private final Notices notices;
  private final Set<Integer> ignored = new TreeSet<>();
  private int label = -1;

  /** Decides. */
  CsvColumns(
      Path path,
      int fields,
      Optional<List<String>> names,
      TableOptions options,
      Optional<Expectation> expected,
      Notices notices) {
    this.path = path;
    this.fields = fields;
    this.names = names;
    this.options = options;
    this.expected = expected;
    this.notices = notices;
    ignore();
    ignoreIndex();
    label = findLabel();
    if (ignored.contains(label)) {
      throw new DataException(
          Message.of(
              path + ": " + text(label) + " is both ",
              Setting.LABEL_COLUMN,
              " and among ",
              Setting.IGNORE_COLUMNS));
    }
    if (inputs().length == 0) {
      throw new DataException(path + ": no column is left beside the label");
    }
    requireNames();
  }

  /** Index of the label, from 0. */
  int label() {
    return label;
  }

  /** Indices of the inputs, from 0. */
  int[] inputs() {
    return IntStream.range(0, fields).filter(i -> i != label && !ignored.contains(i)).toArray();
  }

  /** Names of the inputs; empty without a header. */
  List<String> inputNames() {
    return names.map(all -> IntStream.of(inputs()).mapToObj(all::get).toList()).orElse(List.of());
  }

  /** The label by name; without a header by number, unless it is the last column. */
  String labelName() {
    return names
        .map(all -> all.get(label))
        .orElse(label == fields - 1 ? "" : Integer.toString(label + 1));
  }

  /** What was left out, as other data of the kind names it. */
  List<String> ignoredNames() {
    return ignored.stream()
        .map(i -> names.map(all -> all.get(i)).orElse(Integer.toString(i + 1)))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private void ignore() {
    for (String column : options.ignored()) {
      Optional<Integer> found = find(column);
      if (found.isPresent()) {
        ignored.add(found.get());
      } else if (expected.isEmpty()) {
        throw missing(column, Setting.IGNORE_COLUMNS);
      }
    }
    List<String> before = expected.map(one -> one.names().ignored()).orElse(List.of());
    boolean sameKind =
        expected.map(one -> one.names().columns().isEmpty() == names.isEmpty()).orElse(false);
    if (options.ignored().isEmpty() && sameKind) {
      List<String> found = before.stream().filter(name -> find(name).isPresent()).toList();
      if (names.isPresent() || fields > expected.get().columns() + 1) {
        found.forEach(name -> ignored.add(find(name).get()));
        if (!found.isEmpty()) {
          notices.say(
              Message.of(
                  path
                      + ": columns left out, as for "
                      + expected.get().source()
                      + ": "
                      + Listed.names(found)));
        }
      }
    }
  }

  /** Other programs write the numbers of the rows into a first column without a name. */
  private void ignoreIndex() {
    if (names.isEmpty() || ignored.contains(0)) {
      return;
    }
    String first = names.get().get(0);
    if (!first.isEmpty() && !first.matches("Unnamed: ?0(?:_level_\\d+)?")) {
      return;
    }
    if (options.label().flatMap(this::find).filter(at -> at == 0).isPresent()) {
      return;
    }
    if (!CsvProbe.isIndex(path, 0)) {
      throw new DataException(
          Message.of(
              path + ": line 1: column 1 has no name and does not number the rows (",
              Setting.IGNORE_COLUMNS,
              " 1 leaves it out)"));
    }
    ignored.add(0);
    notices.say(Message.of(path + ": column 1 has no name and numbers the rows: it is left out"));
  }

  private void requireNames() {
    if (names.isPresent()) {
      for (int i : inputs()) {
        if (names.get().get(i).isEmpty()) {
          throw new DataException(
              Message.of(
                  path + ": line 1: column " + (i + 1) + " has no name (",
                  Setting.IGNORE_COLUMNS,
                  " " + (i + 1) + " leaves it out)"));
        }
      }
    }
  }

  private int findLabel() {
    if (options.label().isPresent()) {
      String asked = options.label().get();
      return find(asked).orElseThrow(() -> missing(asked, Setting.LABEL_COLUMN));
    }
    Optional<Integer> known = names.isPresent() ? besideKnown() : atKnownNumber();
    return known.orElseGet(() -> names.map(this::byName).orElse(fields - 1));
  }

  /** What is left of the columns beside those of other data. */
  private Optional<Integer> besideKnown() {
    List<String> wanted = expected.map(one -> one.names().columns()).orElse(List.of());
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    List<String> left = new ArrayList<>(names.get());
    left.removeAll(wanted);
    ignored.forEach(i -> left.remove(names.get().get(i)));
    if (left.size() == 1 && names.get().containsAll(wanted)) {
      return find(left.get(0));
    }
    String label = expected.get().names().label();
    return names.get().contains(label) ? find(label) : Optional.empty();
  }

  private Optional<Integer> atKnownNumber() {
    String label = expected.map(one -> one.names().label()).orElse("");
    boolean sameKind = expected.map(one -> one.names().columns().isEmpty()).orElse(false);
    if (!sameKind || !label.matches("[1-9][0-9]{0,8}")) {
      return Optional.empty();
    }
    Optional<Integer> found = find(label);
    found.ifPresent(
        at ->
            notices.say(
                Message.of(
                    path
                        + ": labels are column "
                        + label
                        + ", as for "
                        + expected.get().source())));
    return found;
  }

  private int byName(List<String> all) {
    int last = fields - 1;
    if (isCalled(all.get(last), LABELS)) {
      return last;
    }
    List<Integer> called =
        IntStream.range(0, last)
            .filter(i -> !ignored.contains(i) && isCalled(all.get(i), LABELS))
            .boxed()
            .toList();
    if (called.size() > 1) {
      throw ambiguous(called);
    }
    if (called.size() == 1) {
      return said(called.get(0));
    }
    List<Integer> y =
        IntStream.range(0, last)
            .filter(i -> !ignored.contains(i) && isCalled(all.get(i), Set.of(Y)))
            .boxed()
            .toList();
    if (y.isEmpty() || isCalled(all.get(last), Set.of(Y)) || !CsvProbe.isLabels(path, y.get(0))) {
      return last;
    }
    if (CsvProbe.isLabels(path, last)) {
      throw ambiguous(List.of(y.get(0), last));
    }
    return said(y.get(0));
  }

  private int said(int found) {
    notices.say(
        Message.of(
            path + ": labels are " + text(found) + " (", Setting.LABEL_COLUMN, " names another)"));
    return found;
  }

  private DataException ambiguous(List<Integer> columns) {
    return new DataException(
        Message.of(
            path
                + ": "
                + String.join(" and ", columns.stream().map(this::text).toList())
                + " may both be the labels (",
            Setting.LABEL_COLUMN,
            " NAME says which)"));
  }

  private static boolean isCalled(String name, Set<String> words) {
    return words.contains(name.toLowerCase(Locale.ROOT));
  }

  /** A column by its name or else by its number. */
  private Optional<Integer> find(String column) {
    int named = names.map(all -> all.indexOf(column)).orElse(-1);
    if (named >= 0) {
      return Optional.of(named);
    }
    return column.matches("[1-9][0-9]{0,8}") && Integer.parseInt(column) <= fields
        ? Optional.of(Integer.parseInt(column) - 1)
        : Optional.empty();
  }

  private String text(int column) {
    return "column "
        + (column + 1)
        + names.map(all -> ", " + Listed.name(all.get(column))).orElse("");
  }

  private DataException missing(String column, Setting setting) {
    return new DataException(
        Message.of(
            path + ": ",
            setting,
            " "
                + Listed.name(column)
                + ": no such column, found "
                + names
                    .map(Listed::names)
                    .orElse(fields + " without names, which have numbers from 1")));
  }
}
