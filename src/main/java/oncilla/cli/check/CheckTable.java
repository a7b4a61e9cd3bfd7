package oncilla.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import oncilla.check.CheckRow;
import oncilla.cli.console.Tables;
import oncilla.report.TextTable;

/** The result of comparisons, for people and for programs. */
record CheckTable(List<CheckRow> rows) {
  private static final int MOST_FAILURES = 3;

  boolean holds() {
    return rows.stream().allMatch(CheckRow::holds);
  }

  void print(PrintWriter out) {
    TextTable table =
        new TextTable()
            .left("backend")
            .left("compared")
            .right("cases")
            .right("error")
            .right("bound")
            .right("share")
            .left("verdict");
    for (CheckRow row : rows) {
      table.row(
          row.target(),
          row.subject(),
          row.cases(),
          number(row.error()),
          row.bound() == 0 && row.holds() ? "exact" : number(row.bound()),
          String.format(Locale.ROOT, "%.0f %%", 100 * row.share()),
          row.holds() ? "ok" : "FAILED");
    }
    Tables.print(table, out);
    for (CheckRow row : rows) {
      row.failures().stream()
          .limit(MOST_FAILURES)
          .forEach(failure -> out.println(row.target() + " " + row.subject() + ", " + failure));
    }
    long failed = rows.stream().filter(row -> !row.holds()).count();
    out.println(
        failed == 0
            ? "all " + rows.size() + " lines hold"
            : failed + " of " + rows.size() + " lines do not hold");
    out.flush();
  }

  Map<String, Object> toMap() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (CheckRow row : rows) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("backend", row.target());
      map.put("compared", row.subject());
      map.put("cases", row.cases());
      map.put("error", row.error());
      map.put("bound", row.bound());
      map.put("share", row.share());
      map.put("holds", row.holds());
      map.put("failures", row.failures());
      list.add(map);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("holds", holds());
    result.put("rows", list);
    return result;
  }

  /** The row that {@link #toMap} wrote as {@code row}; what was not finite there is null. */
  static CheckRow row(JsonNode row) {
    List<String> failures = new ArrayList<>();
    row.get("failures").forEach(failure -> failures.add(failure.asText()));
    return new CheckRow(
        row.get("backend").asText(),
        row.get("compared").asText(),
        row.get("cases").asInt(),
        row.get("error").asDouble(Double.NaN),
        row.get("bound").asDouble(Double.NaN),
        row.get("share").asDouble(Double.POSITIVE_INFINITY),
        failures);
  }

  private static String number(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.2e", value);
  }
}
