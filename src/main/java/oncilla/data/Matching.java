package oncilla.data;

import oncilla.base.Message;
import oncilla.base.Setting;

/**
 * Data compared with other data or a model, by everything that both know: class names, names of
 * columns, size of images, and what numbers are divided by. The same names in another order are
 * matched, which is said; whatever else differs is refused.
 */
public final class Matching {
  private Matching() {}

  /**
   * {@code data} as {@code expected} has it: labels turned and columns moved where the names ask
   * for it.
   *
   * @param notices takes a line for each thing that was matched
   * @throws DataException with what both say, if they do not go together
   */
  public static Dataset match(Dataset data, Expectation expected, Notices notices) {
    requireShape(data, expected);
    Dataset columns = ColumnMatch.match(data, expected, notices);
    requireCount(columns, expected);
    requireScale(columns, expected);
    return ClassMatch.match(columns, expected, notices);
  }

  private static void requireShape(Dataset data, Expectation expected) {
    if (data.features().imageGeometry().isPresent() && expected.geometry().isPresent()) {
      ImageGeometry found = data.features().imageGeometry().get();
      ImageGeometry wanted = expected.geometry().get();
      if (!found.equals(wanted)) {
        throw new DataException(
            data.source() + ": images of " + found + ", expected " + wanted + in(expected));
      }
    }
  }

  private static void requireCount(Dataset data, Expectation expected) {
    if (data.features().columns() != expected.columns()) {
      throw new DataException(
          data.source()
              + ": "
              + data.features().columns()
              + " columns, expected "
              + expected.columns()
              + in(expected));
    }
  }

  private static void requireScale(Dataset data, Expectation expected) {
    double found = data.features().scale();
    if (found == expected.scale()) {
      return;
    }
    boolean table = data.features().imageGeometry().isEmpty();
    if (table && expected.geometry().isPresent()) {
      throw new DataException(
          Message.of(
              data.source() + ": a table of numbers, expected images" + in(expected) + " (",
              Setting.DIVIDE,
              " " + number(expected.scale()) + " takes its numbers for pixels)"));
    }
    String line =
        "%s: its numbers are %s, expected %s%s"
            .formatted(data.source(), divided(found), divided(expected.scale()), in(expected));
    throw new DataException(
        table
            ? Message.of(
                line + " (", Setting.DIVIDE, " " + number(expected.scale()) + " does that)")
            : Message.of(line));
  }

  private static String in(Expectation expected) {
    return " as in " + expected.source();
  }

  private static String divided(double by) {
    return by == 1 ? "taken as they are" : "divided by " + number(by);
  }

  /** A number as a person would write it: 255 and not 255.0. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
