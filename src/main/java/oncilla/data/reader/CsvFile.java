package oncilla.data.reader;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import oncilla.data.DataException;
import oncilla.data.Dataset;
import oncilla.data.Table;

/**
 * Tables of numbers as text: fields separated by commas, the label in the last column, UTF-8. The
 * first line is a header if one of its fields is not a number; {@code nan} is a number, and
 * refused. A field may stand in quotes. Lines and columns are counted from 1.
 */
public final class CsvFile {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");
  private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(?:nan|inf|infinity)");
  private static final List<String> CLASSES = List.of("0", "1");

  private final Path path;
  private double[] values = new double[1024];
  private int used;
  private byte[] labels = new byte[256];
  private int rows;

  /** Fields of a line, as the first line has them. */
  private int fields;

  private CsvFile(Path path) {
    this.path = path;
  }

  static Dataset read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new DataException(path + (Files.exists(path) ? ": not a file" : ": no such file"));
    }
    return new CsvFile(path).read();
  }

  private Dataset read() {
    int line = 0;
    int blank = 0;
    try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (line == 1 && text.startsWith("\ufeff")) {
          text = text.substring(1);
        }
        if (text.isBlank()) {
          blank = blank == 0 ? line : blank;
          continue;
        }
        if (blank > 0) {
          throw error(blank, "empty, expected a row (only the end of the file may be empty)");
        }
        accept(line, split(line, text));
      }
    } catch (CharacterCodingException e) {
      throw new DataException(path + ": after line " + line + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw FileBytes.unreadable(path, e);
    }
    if (fields == 0) {
      throw new DataException(path + ": empty, expected rows of numbers");
    }
    if (rows == 0) {
      throw new DataException(path + ": a header and no rows");
    }
    Table table = new Table(Arrays.copyOf(values, used), rows, fields - 1);
    return new Dataset(path.toString(), table, Arrays.copyOf(labels, rows), CLASSES);
  }

  private void accept(int line, List<String> row) {
    boolean first = fields == 0;
    if (first) {
      fields = row.size();
      if (fields < 2) {
        throw error(line, "1 column, expected at least 2, separated by commas");
      }
    }
    if (row.size() != fields) {
      throw error(line, row.size() + " columns, expected " + fields + " as in the first line");
    }
    if (first && !row.stream().allMatch(CsvFile::isNumber)) {
      return;
    }
    for (int column = 1; column < fields; column++) {
      append(number(line, column, row.get(column - 1)));
    }
    double label = number(line, fields, row.get(fields - 1));
    if (label != 0 && label != 1) {
      throw error(line, fields, "label " + row.get(fields - 1) + ", expected 0 or 1");
    }
    if (rows == labels.length) {
      labels = Arrays.copyOf(labels, grown(rows));
    }
    labels[rows++] = (byte) label;
  }

  private void append(double value) {
    if (used == values.length) {
      values = Arrays.copyOf(values, grown(used));
    }
    values[used++] = value;
  }

  private int grown(int length) {
    if (length >= FileBytes.MAX) {
      throw new DataException(path + ": more than " + FileBytes.MAX + " numbers");
    }
    return (int) Math.min(2L * length, FileBytes.MAX);
  }

  private static boolean isNumber(String field) {
    return NUMBER.matcher(field).matches()
        || NOT_FINITE.matcher(field.toLowerCase(Locale.ROOT)).matches();
  }

  private double number(int line, int column, String field) {
    if (!isNumber(field)) {
      throw error(
          line, column, (field.isEmpty() ? "empty" : "'" + field + "'") + ", expected a number");
    }
    double value = NUMBER.matcher(field).matches() ? Double.parseDouble(field) : Double.NaN;
    // Not only nan and inf: 1e999 is a number that no double holds.
    if (!Double.isFinite(value)) {
      throw error(line, column, field + ", expected a finite number");
    }
    return value;
  }

  /** The fields of a line without quotes and without blanks around them. */
  private List<String> split(int line, String text) {
    List<String> result = new ArrayList<>(Math.max(fields, 8));
    int at = 0;
    while (true) {
      int end = text.indexOf(',', at);
      int start = skipBlanks(text, at);
      if (start < text.length() && text.charAt(start) == '"') {
        StringBuilder field = new StringBuilder();
        end = skipBlanks(text, quoted(line, result.size() + 1, text, start, field));
        if (end < text.length() && text.charAt(end) != ',') {
          throw error(line, result.size() + 1, "text after the closing quote");
        }
        result.add(field.toString().strip());
      } else {
        end = end < 0 ? text.length() : end;
        result.add(text.substring(at, end).strip());
      }
      if (end < 0 || end >= text.length()) {
        return result;
      }
      at = end + 1;
    }
  }

  /** Appends what stands between the quotes, a doubled one for each, and answers what follows. */
  private int quoted(int line, int column, String text, int start, StringBuilder field) {
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) != '"') {
        field.append(text.charAt(i));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else {
        return i + 1;
      }
    }
    throw error(line, column, "a quote that is not closed on its line");
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private DataException error(int line, String message) {
    return new DataException(path + ": line " + line + ": " + message);
  }

  private DataException error(int line, int column, String message) {
    return new DataException(path + ": line " + line + ", column " + column + ": " + message);
  }
}
