package oncilla.data.table;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Expectation;
import oncilla.data.Header;
import oncilla.data.Matching;
import oncilla.data.Notices;
import oncilla.data.Table;
import oncilla.data.Trouble;
import oncilla.io.DataNames;
import oncilla.io.NamedClasses;

/**
 * Tables of numbers as text: a label and inputs in each line, with or without a line of names in
 * front. {@code CsvLines} has the fields, {@code CsvHeader} says whether the first line is names,
 * {@code CsvColumns} which column is what.
 */
public final class CsvFile {
  private static final List<String> CLASSES = List.of("0", "1");

  /** A column that counts fewer rows than this does so by chance. */
  private static final int COUNTED = 10;

  private final Path path;
  private final DataOptions options;
  private final Optional<Expectation> expected;
  private final Notices notices;
  private double[] values = new double[1024];
  private int used;
  private int rows;
  private final LabelValues labels = new LabelValues();
  private final DecimalMarks marks = new DecimalMarks();

  private CsvFile(Path path, DataOptions options, Optional<Expectation> expected, Notices notices) {
    this.path = path;
    this.options = options;
    this.expected = expected;
    this.notices = notices;
  }

  /**
   * Reads a table.
   *
   * @param expected what is known of data that this goes with
   * @throws DataException in one line, if it cannot be used
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Dataset read(
      Path path, DataOptions options, Optional<Expectation> expected, Notices notices) {
    return new CsvFile(path, options, expected, notices).read();
  }

  private Dataset read() {
    try (CsvLines lines = CsvLines.open(path)) {
      List<String> first = lines.next();
      if (first == null) {
        throw new DataException(path + ": empty, expected rows of numbers");
      }
      Optional<List<String>> names = CsvHeader.names(path, first, options.tables().header());
      List<String> row = names.isPresent() ? lines.next() : first;
      if (row == null) {
        throw new DataException(path + ": a header and no rows");
      }
      CsvColumns columns =
          new CsvColumns(path, first.size(), names, options.tables(), expected, notices);
      int[] inputs = columns.inputs();
      expected.ifPresent(
          one -> Matching.requireKind(path.toString(), Optional.empty(), inputs.length, one));
      LabelCoding coding;
      try {
        for (; row != null; row = lines.next()) {
          accept(lines, row, inputs, columns.label());
        }
        coding = coding(lines, columns);
      } catch (LabelException e) {
        throw e.refusal(
            names.isEmpty() && options.tables().header() == Header.AUTO && labels.firstIsAlone());
      }
      return dataset(columns, coding);
    }
  }

  private void accept(CsvLines lines, List<String> row, int[] inputs, int label) {
    for (int column : inputs) {
      append(number(lines, column + 1, row.get(column)));
    }
    String field = row.get(label);
    if (field.isEmpty()) {
      throw lines.error(lines.line(), label + 1, "empty, expected a label");
    }
    if (lines.separator().isSeveral(field)) {
      throw lines.error(
          lines.line(),
          label + 1,
          "'" + field + "', expected a label" + lines.separator().hint(field));
    }
    if (CsvHeader.isNumber(field)) {
      number(lines, label + 1, field);
    }
    try {
      labels.add(LabelValues.word(field), lines.line(), at -> lines.place(at, label + 1));
    } catch (DataException third) {
      throw new LabelException(third);
    }
    rows++;
  }

  private LabelCoding coding(CsvLines lines, CsvColumns columns) {
    boolean asked = options.positiveAsked();
    try {
      return LabelCoding.of(
          labels.values(),
          new LabelCoding.Context(
              path + ": column " + (columns.label() + 1),
              lines.place(labels.suspicious(), columns.label() + 1),
              options,
              expected,
              asked ? options.classNames() : CLASSES,
              asked ? NamedClasses.POSITIVE : NamedClasses.NONE,
              notices));
    } catch (DataException refused) {
      throw new LabelException(refused);
    }
  }

  private Dataset dataset(CsvColumns columns, LabelCoding coding) {
    int width = columns.inputs().length;
    double[] numbers = Arrays.copyOf(values, used);
    TableScale.look(path.toString(), numbers, width, false, options.tables(), notices);
    warnOfCount(columns, numbers, width);
    return new Dataset(
        path.toString(),
        new Table(numbers, rows, width, options.tables().divide().orElse(1)),
        labels.labels(coding),
        coding.classNames(),
        new DataNames(
            coding.known(),
            List.of(),
            columns.inputNames(),
            columns.labelName(),
            columns.ignoredNames()));
  }

  /** The numbers of the rows tell the order in which the examples were written, and no more. */
  private void warnOfCount(CsvColumns columns, double[] numbers, int width) {
    boolean counts = rows >= COUNTED;
    for (int row = 1; row < rows && counts; row++) {
      counts = numbers[row * width] == numbers[0] + row;
    }
    if (counts && (numbers[0] == 0 || numbers[0] == 1)) {
      int column = columns.inputs()[0] + 1;
      notices.warn(
          new Trouble(
              Trouble.Kind.COUNTS_ROWS,
              path.toString(),
              Message.of(
                  path + ": column " + column + " counts the rows (",
                  Setting.IGNORE_COLUMNS,
                  " " + column + " leaves it out)")));
    }
  }

  private void append(double value) {
    if (used == values.length) {
      if (used >= LabelValues.MAX) {
        throw new DataException(path + ": more than " + LabelValues.MAX + " numbers");
      }
      values = Arrays.copyOf(values, (int) Math.min(2L * used, LabelValues.MAX));
    }
    values[used++] = value;
  }

  private double number(CsvLines lines, int column, String field) {
    if (!CsvHeader.isNumber(field)) {
      throw lines.error(
          lines.line(),
          column,
          (field.isEmpty() ? "empty" : "'" + field + "'")
              + ", expected a number"
              + lines.separator().hint(field));
    }
    marks.look(lines, column, field);
    double value = LabelValues.isNumber(field) ? Double.parseDouble(field) : Double.NaN;
    // Not only nan and inf: 1e999 is a number that no double holds.
    if (!Double.isFinite(value)) {
      throw lines.error(lines.line(), column, field + ", expected a finite number");
    }
    return value;
  }

  /** Labels that are refused, which a header taken for an example may have caused. */
  private static final class LabelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DataException refused;

    LabelException(DataException refused) {
      super(refused);
      this.refused = refused;
    }

    DataException refusal(boolean perhapsNames) {
      return perhapsNames
          ? new DataException(
              refused.worded().then(Message.of(" (if line 1 is names: ", Setting.HEADER, " yes)")),
              refused)
          : refused;
    }
  }
}
