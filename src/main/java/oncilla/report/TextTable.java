package oncilla.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a table in plain text: columns as wide as their widest cell, two spaces apart, a rule
 * under the header.
 *
 * <pre>{@code
 * new TextTable().left("device").right("memory").row("NVIDIA H100", "80 GiB").text();
 * }</pre>
 */
public final class TextTable {
  private static final String GAP = "  ";

  private record Column(String header, boolean right) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column whose cells begin at the same place: words. */
  public TextTable left(String header) {
    return column(header, false);
  }

  /** Adds a column whose cells end at the same place: numbers. */
  public TextTable right(String header) {
    return column(header, true);
  }

  private TextTable column(String header, boolean right) {
    if (!rows.isEmpty()) {
      throw new IllegalStateException("columns come before rows");
    }
    columns.add(new Column(header, right));
    return this;
  }

  /** Adds a row with a cell for each column. */
  public TextTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** The table; every line ends in a line break and none in a space. */
  public String text() {
    List<String> header = columns.stream().map(Column::header).toList();
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = header.get(c).length();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder out = new StringBuilder();
    append(out, header, widths);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    append(out, rule, widths);
    rows.forEach(row -> append(out, row, widths));
    return out.toString();
  }

  private void append(StringBuilder out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String space = " ".repeat(widths[c] - cells.get(c).length());
      line.append(c == 0 ? "" : GAP);
      line.append(columns.get(c).right() ? space + cells.get(c) : cells.get(c) + space);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
