package oncilla.data.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import oncilla.data.DataException;

/**
 * The lines of a table in text, each as its fields: UTF-8, separated by commas or by semicolons as
 * the first line has them; a field may stand in quotes. Between semicolons a decimal comma is
 * handed on as a point. Every line has as many fields as the first; only the end of the file may be
 * empty. Lines and columns are counted from 1.
 */
final class CsvLines implements AutoCloseable {
  private final Path path;
  private final BufferedReader reader;
  private int line;

  /** Fields of a line, as the first line has them. */
  private int fields;

  private boolean isDeclared;
  private CsvSeparator separator = CsvSeparator.COMMA;

  /** Columns of the line that was answered last whose numbers have a decimal comma. */
  private final BitSet decimalCommas = new BitSet();

  private CsvLines(Path path, BufferedReader reader) {
    this.path = path;
    this.reader = reader;
  }

  static CsvLines open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new DataException(path + (Files.exists(path) ? ": not a file" : ": no such file"));
    }
    try {
      return new CsvLines(path, Files.newBufferedReader(path, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Number of the line that was answered last. */
  int line() {
    return line;
  }

  /** What separates the fields, as the first line has it. */
  CsvSeparator separator() {
    return separator;
  }

  /** Whether the number in a column, from 0, of the line answered last has a decimal comma. */
  boolean hasDecimalComma(int column) {
    return decimalCommas.get(column);
  }

  /**
   * The fields of the next line, without quotes and without blanks around them; null at the end.
   */
  List<String> next() {
    int blank = 0;
    for (String text = readLine(); text != null; text = readLine()) {
      if (text.isBlank()) {
        blank = blank == 0 ? line : blank;
        continue;
      }
      if (blank > 0) {
        throw error(blank, "empty, expected a row (only the end of the file may be empty)");
      }
      if (line == 1 && declared(text)) {
        continue;
      }
      if (fields == 0) {
        separator = decided(text);
      }
      List<String> row = split(text);
      if (fields == 0) {
        fields = row.size();
        if (fields < 2) {
          throw error(
              line,
              "1 column, expected at least 2, separated by commas or semicolons" + instead(text));
        }
      }
      if (row.size() != fields) {
        throw error(
            line,
            (row.size() == 1 ? "1 column" : row.size() + " columns")
                + (", expected " + fields + " as in the first line")
                + (separator.isOther(text) ? ", separated by " + separator + " as there" : ""));
      }
      return row;
    }
    return null;
  }

  private boolean declared(String text) {
    Optional<CsvSeparator> said = CsvSeparator.declared(text);
    said.ifPresent(one -> separator = one);
    isDeclared = said.isPresent();
    return isDeclared;
  }

  private CsvSeparator decided(String text) {
    return isDeclared
        ? separator
        : CsvSeparator.of(text)
            .orElseThrow(
                () ->
                    error(
                        line,
                        "has commas and semicolons, expected one of them between all fields (a"
                            + " field with the other one in it stands in quotes)"));
  }

  private String readLine() {
    try {
      String text = reader.readLine();
      if (text == null) {
        return null;
      }
      line++;
      return line == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new DataException(path + ": after line " + line + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String instead(String text) {
    return text.contains("\t") ? ", not by tabs" : "";
  }

  private List<String> split(String text) {
    List<String> result = new ArrayList<>(Math.max(fields, 8));
    decimalCommas.clear();
    int at = 0;
    while (true) {
      int end = text.indexOf(separator.mark(), at);
      int start = skipBlanks(text, at);
      if (start < text.length() && text.charAt(start) == '"') {
        StringBuilder field = new StringBuilder();
        end = skipBlanks(text, quoted(result.size() + 1, text, start, field));
        if (end < text.length() && text.charAt(end) != separator.mark()) {
          throw error(line, result.size() + 1, "text after the closing quote");
        }
        add(result, field.toString().strip());
      } else {
        end = end < 0 ? text.length() : end;
        add(result, text.substring(at, end).strip());
      }
      if (end < 0 || end >= text.length()) {
        return result;
      }
      at = end + 1;
    }
  }

  private void add(List<String> row, String field) {
    if (separator.isDecimal(field)) {
      decimalCommas.set(row.size());
      row.add(field.replace(',', '.'));
    } else {
      row.add(field);
    }
  }

  /** Appends what stands between the quotes, a doubled one for each, and answers what follows. */
  private int quoted(int column, String text, int start, StringBuilder field) {
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

  /** What is wrong with a line. */
  DataException error(int at, String message) {
    return new DataException(path + ": line " + at + ": " + message);
  }

  /** What is wrong with a field. */
  DataException error(int at, int column, String message) {
    return new DataException(place(at, column) + ": " + message);
  }

  /** A field, for messages. */
  String place(int at, int column) {
    return path + ": line " + at + ", column " + column;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
