package oncilla.cli.console;

import java.io.PrintWriter;
import java.util.OptionalInt;
import oncilla.report.TextTable;

/** Tables on standard output. */
public final class Tables {
  private Tables() {}

  /** Prints {@code table}; on a terminal that is too narrow for it, row by row. */
  public static void print(TextTable table, PrintWriter out) {
    OptionalInt columns = Terminal.outputColumns();
    out.print(columns.isPresent() ? table.text(columns.getAsInt()) : table.text());
    out.flush();
  }
}
