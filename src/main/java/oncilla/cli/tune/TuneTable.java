package oncilla.cli.tune;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.backend.tuning.TuningRow;
import oncilla.cli.console.Tables;
import oncilla.report.TextTable;

/**
 * The result of {@code tune}, for people and for programs.
 *
 * @param file where it was written
 * @param rows a kind of product each
 */
record TuneTable(Path file, List<TuningRow> rows) {
  void print(PrintWriter out) {
    TextTable table =
        new TextTable()
            .left("precision")
            .left("form")
            .left("class")
            .right("GFLOP/s before")
            .right("now")
            .right("gain")
            .right("tried")
            .right("wrong")
            .right("failed")
            .left("variant");
    for (TuningRow row : rows) {
      table.row(
          row.precision().label(),
          row.form(),
          row.shapeClass(),
          number(row.start().gflops()),
          number(row.best().gflops()),
          String.format(Locale.ROOT, "%.2f", row.gain()),
          tried(row),
          row.count(TuningOutcome.WRONG),
          row.count(TuningOutcome.FAILED),
          variant(row.best()));
    }
    Tables.print(table, out);
    out.println();
    out.println("device  " + rows.get(0).device());
    out.println("tuning  " + file);
    out.flush();
  }

  Map<String, Object> toMap() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (TuningRow row : rows) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("precision", row.precision().label());
      map.put("form", row.form().name());
      map.put("class", row.shapeClass());
      map.put("start", toMap(row.start()));
      map.put("best", toMap(row.best()));
      map.put("gain", row.gain());
      map.put("tried", tried(row));
      for (TuningOutcome outcome : TuningOutcome.values()) {
        map.put(outcome.name().toLowerCase(Locale.ROOT), row.count(outcome));
      }
      list.add(map);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("file", file.toString());
    result.put("device", rows.get(0).device());
    result.put("rows", list);
    return result;
  }

  private static Map<String, Object> toMap(TuningRow.Measured measured) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("family", measured.family());
    map.put("parameters", measured.parameters());
    map.put("gflops", measured.gflops());
    return map;
  }

  private static int tried(TuningRow row) {
    return row.outcomes().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String variant(TuningRow.Measured measured) {
    return measured.family()
        + measured.parameters().entrySet().stream()
            .map(value -> " " + value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining());
  }

  private static String number(double gflops) {
    return String.format(Locale.ROOT, "%.1f", gflops);
  }
}
