package oncilla.report;

import java.util.ArrayList;
import java.util.Arrays;
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
      // A file's name may hold anything, also what would break the line.
      row.add(String.valueOf(cell).replaceAll("\\p{Cntrl}", "?"));
    }
    rows.add(row);
    return this;
  }

  /** The table; every line ends in a line break and none in a space. */
  public String text() {
    return text(widths());
  }

  /**
   * The table where it fits into {@code columns}; else each row by itself, with a line for each
   * cell behind the name of its column.
   */
  public String text(int columns) {
    int[] widths = widths();
    int total = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    return total <= columns ? text(widths) : rowByRow();
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = TextWidth.of(columns.get(c).header());
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], TextWidth.of(row.get(c)));
      }
    }
    return widths;
  }

  private String text(int[] widths) {
    StringBuilder out = new StringBuilder();
    append(out, columns.stream().map(Column::header).toList(), widths);
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
      String space = " ".repeat(widths[c] - TextWidth.of(cells.get(c)));
      line.append(c == 0 ? "" : GAP);
      line.append(columns.get(c).right() ? space + cells.get(c) : cells.get(c) + space);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private String rowByRow() {
    int names = columns.stream().mapToInt(c -> TextWidth.of(c.header())).max().orElse(0);
    List<String> blocks = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder block = new StringBuilder();
      for (int c = 0; c < columns.size(); c++) {
        String name = columns.get(c).header();
        String line = name + " ".repeat(names - TextWidth.of(name)) + GAP + row.get(c);
        block.append(line.stripTrailing()).append('\n');
      }
      blocks.add(block.toString());
    }
    return String.join("\n", blocks);
  }
}
