package oncilla.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oncilla.backend.ElementType;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.io.DataNames;

/** The columns of a table and those it is compared with, by name where both have names. */
final class ColumnMatch {
  private ColumnMatch() {}

  static Dataset match(Dataset data, Expectation expected, Notices notices) {
    List<String> found = data.names().columns();
    List<String> wanted = expected.names().columns();
    if (found.equals(wanted)) {
      return data;
    }
    if (found.isEmpty() || wanted.isEmpty()) {
      if (data.features().columns() == expected.columns()
          && data.features().imageGeometry().isEmpty()) {
        notices.say(
            Message.of(
                "%s: %s; columns are taken in their order"
                    .formatted(
                        data.source(),
                        found.isEmpty()
                            ? "has no names for the columns of " + expected.source()
                            : "its columns have names, those of " + expected.source() + " none")));
      }
      return data;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      places.put(found.get(i), i);
    }
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(found);
    List<String> extra = new ArrayList<>(found);
    extra.removeAll(wanted);
    if (!missing.isEmpty() || !extra.isEmpty()) {
      throw refusal(data, expected, missing, extra);
    }
    if (data.features().type() != ElementType.REAL || data.features().imageGeometry().isPresent()) {
      return data;
    }
    notices.say(
        Message.of(
            "%s: its columns are %s, in %s they are %s: matched by name"
                .formatted(
                    data.source(), Listed.names(found), expected.source(), Listed.names(wanted))));
    int[] from = wanted.stream().mapToInt(places::get).toArray();
    DataNames names = data.names().withColumns(wanted);
    return new Dataset(
        data.source(), moved(data.features(), from), data.labels(), data.classNames(), names);
  }

  private static DataException refusal(
      Dataset data, Expectation expected, List<String> missing, List<String> extra) {
    StringBuilder line = new StringBuilder(data.source()).append(": its columns are ");
    line.append(Listed.names(data.names().columns())).append(", expected ");
    line.append(Listed.names(expected.names().columns())).append(" as in ");
    line.append(expected.source()).append(";");
    if (!missing.isEmpty()) {
      line.append(" missing: ").append(Listed.names(missing));
    }
    if (!extra.isEmpty()) {
      line.append(missing.isEmpty() ? "" : ",").append(" not known: ");
      line.append(Listed.names(extra));
    }
    return new DataException(
        extra.isEmpty()
            ? Message.of(line.toString())
            : Message.of(line + " (", Setting.IGNORE_COLUMNS, " leaves columns out)"));
  }

  /** Column j of the result is column from[j]. */
  private static Table moved(Features table, int[] from) {
    int columns = table.columns();
    double[] values = new double[Math.multiplyExact(table.rows(), columns)];
    double[] row = new double[columns];
    for (int i = 0; i < table.rows(); i++) {
      table.copyRows(i, i + 1, row);
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = row[from[j]];
      }
    }
    return new Table(values, table.rows(), columns, table.divisor());
  }
}
