package oncilla.data.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What stands in a column of a table, found out before the table is read. */
final class CsvProbe {
  private static final List<Set<String>> PAIRS =
      List.of(Set.of("0", "1"), Set.of("-1", "1"), Set.of("1", "2"));

  private CsvProbe() {}

  /**
   * Whether the column holds the labels of two classes: two words, or two numbers that labels have.
   */
  static boolean isLabels(Path path, int column) {
    Set<String> values = new HashSet<>();
    for (String field : column(path, column, 3)) {
      values.add(field);
    }
    boolean words = values.stream().noneMatch(CsvHeader::isNumber) && !values.contains("");
    return values.size() == 2 && (words || PAIRS.contains(values));
  }

  /** Whether the column numbers or names the rows: no two alike, and no fractions. */
  static boolean isIndex(Path path, int column) {
    List<String> fields = column(path, column, Integer.MAX_VALUE);
    return new HashSet<>(fields).size() == fields.size()
        && fields.stream()
            .allMatch(
                field ->
                    !CsvHeader.isNumber(field)
                        || (LabelValues.isNumber(field)
                            && Double.parseDouble(field) == Math.rint(Double.parseDouble(field))));
  }

  /** The fields below the header, until {@code limit} different ones were met. */
  private static List<String> column(Path path, int column, int limit) {
    List<String> fields = new ArrayList<>();
    Set<String> different = new HashSet<>();
    try (CsvLines lines = CsvLines.open(path)) {
      lines.next();
      for (List<String> row = lines.next(); row != null; row = lines.next()) {
        String field = LabelValues.word(row.get(column));
        fields.add(field);
        if (limit < Integer.MAX_VALUE && different.add(field) && different.size() >= limit) {
          break;
        }
      }
    }
    return fields;
  }
}
