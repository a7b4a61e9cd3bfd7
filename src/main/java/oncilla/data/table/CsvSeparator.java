package oncilla.data.table;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What separates the fields of a table in text. Where that is the semicolon, as programs write it
 * where the comma is the decimal mark, numbers may have a decimal comma.
 */
enum CsvSeparator {
  COMMA(',', "commas"),
  SEMICOLON(';', "semicolons");

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("([+-]?[0-9]*),([0-9]*(?:[eE][+-]?[0-9]+)?)");

  /** What spreadsheets write into a line of its own, to be understood in other countries. */
  private static final Pattern DECLARED = Pattern.compile("\"?sep=([,;])\"?");

  private final char mark;
  private final String plural;

  CsvSeparator(char mark, String plural) {
    this.mark = mark;
    this.plural = plural;
  }

  char mark() {
    return mark;
  }

  /** The name in the plural, for messages. */
  @Override
  public String toString() {
    return plural;
  }

  private CsvSeparator other() {
    return this == COMMA ? SEMICOLON : COMMA;
  }

  /** What the first line says separates the fields of the others, if it says that and no more. */
  static Optional<CsvSeparator> declared(String line) {
    Matcher matcher = DECLARED.matcher(line.strip());
    return matcher.matches()
        ? Optional.of(matcher.group(1).equals(",") ? COMMA : SEMICOLON)
        : Optional.empty();
  }

  /**
   * What separates the fields of a line, by what stands outside of quotes: semicolons if there are
   * any and all commas are decimal ones, commas if there are no semicolons.
   *
   * @return empty if there are both and neither can be
   */
  static Optional<CsvSeparator> of(String line) {
    String outside = outsideQuotes(line);
    if (outside.indexOf(SEMICOLON.mark) < 0) {
      return Optional.of(COMMA);
    }
    boolean decimal =
        Arrays.stream(outside.split(";"))
            .allMatch(field -> field.indexOf(COMMA.mark) < 0 || hasDecimalComma(field.strip()));
    return decimal ? Optional.of(SEMICOLON) : Optional.empty();
  }

  /** Whether a line looks as if the other one separated its fields. */
  boolean isOther(String line) {
    String outside = outsideQuotes(line);
    return outside.indexOf(mark) < 0 && outside.indexOf(other().mark) >= 0;
  }

  /** What to add where a field is wrong that holds the other one. */
  String hint(String field) {
    if (field.indexOf(other().mark) < 0) {
      return "";
    }
    return this == COMMA
        ? " (fields are separated by commas as in the first line)"
        : " (with one decimal comma and no mark for thousands)";
  }

  /** Whether a field is numbers between which the other one stands, so two of another file. */
  boolean isSeveral(String field) {
    return this == COMMA
        && field.indexOf(SEMICOLON.mark) > 0
        && Arrays.stream(field.split(";")).allMatch(part -> CsvHeader.isNumber(part.strip()));
  }

  /** Whether a field is a number with a decimal comma, where those are. */
  boolean isDecimal(String field) {
    return this == SEMICOLON && hasDecimalComma(field);
  }

  private static boolean hasDecimalComma(String field) {
    return DECIMAL_COMMA.matcher(field).matches()
        && LabelValues.isNumber(field.replace(COMMA.mark, '.'));
  }

  private static String outsideQuotes(String line) {
    StringBuilder outside = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        outside.append(line.charAt(i));
      }
    }
    return outside.toString();
  }
}
