package oncilla.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import oncilla.io.AtomicFile;

/**
 * Writes a table as comma-separated text. Numbers are written as in JSON; those that are not finite
 * leave their field empty, and so does {@code null}. Text is quoted where it must be.
 */
public final class CsvTable {
  private final Json json = new Json();
  private final int columns;
  private final List<String> lines = new ArrayList<>();

  /** A table with these names in the first line. */
  public CsvTable(List<String> header) {
    columns = header.size();
    row(header);
  }

  /** Adds a row with a field for each column. */
  public CsvTable row(Object... fields) {
    return row(Arrays.asList(fields));
  }

  /** Adds a row with a field for each column. */
  public CsvTable row(List<?> fields) {
    if (fields.size() != columns) {
      throw new IllegalArgumentException(fields.size() + " fields for " + columns + " columns");
    }
    lines.add(fields.stream().map(this::field).collect(Collectors.joining(",")));
    return this;
  }

  private String field(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? json.line(number) : "";
    }
    String text = value.toString();
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  /** The table; every line ends in a line break. */
  public String text() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws OutputException if it cannot be written
   */
  public void write(Path file) {
    try {
      AtomicFile.writeText(file, text());
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
  }
}
