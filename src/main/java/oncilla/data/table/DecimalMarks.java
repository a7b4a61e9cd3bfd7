package oncilla.data.table;

/**
 * The decimal mark of a table's numbers. Between semicolons it may be a comma or a point, but not
 * both: where the comma is the decimal mark, a point may mean thousands, and 1.234 something else.
 */
final class DecimalMarks {
  private char mark;
  private String place = "";

  /** Looks at a number that was read from a column, counted from 1, of the line answered last. */
  void look(CsvLines lines, int column, String field) {
    if (lines.separator() != CsvSeparator.SEMICOLON || field.indexOf('.') < 0) {
      return;
    }
    char found = lines.hasDecimalComma(column - 1) ? ',' : '.';
    if (mark == 0) {
      mark = found;
      place = "line " + lines.line() + ", column " + column;
    } else if (mark != found) {
      throw lines.error(
          lines.line(),
          column,
          field.replace('.', found)
              + ": a decimal "
              + name(found)
              + ", expected a "
              + name(mark)
              + " as in "
              + place
              + " (write all numbers with the same one, and none for thousands)");
    }
  }

  private static String name(char mark) {
    return mark == ',' ? "comma" : "point";
  }
}
