package oncilla.data;

import java.util.Optional;
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
    return ClassMatch.match(matchInputs(data, expected, notices), expected, notices);
  }

  /**
   * The data of a training that starts from a model, with inputs as that takes them. Of its classes
   * those count that have the same names; the start of a net that tells others apart is a start as
   * good as another.
   *
   * @param start what is known of the model
   * @param notices takes a line for each thing that was matched, and one if class names differ
   * @throws DataException with what both say, if the inputs do not go together
   */
  public static TrainTest matchStart(TrainTest data, Expectation start, Notices notices) {
    Dataset train =
        ClassMatch.matchStart(matchInputs(data.train(), start, notices), start, notices);
    boolean turned = !train.classNames().equals(data.train().classNames());
    return new TrainTest(
        train,
        data.test()
            .map(test -> matchInputs(test, start, Notices.to(line -> {})))
            .map(test -> turned ? ClassMatch.turned(test, train.classNames()) : test));
  }

  private static Dataset matchInputs(Dataset data, Expectation expected, Notices notices) {
    requireKind(
        data.source(), data.features().imageGeometry(), data.features().columns(), expected);
    Dataset columns = ColumnMatch.match(data, expected, notices);
    requireCount(columns, expected);
    requireScale(columns, expected);
    if (expected.pixelDivisor().isPresent() && expected.scale() != Pixels.WHITE) {
      notices.say(
          Message.of(
              "%s: pixels are divided by %s%s"
                  .formatted(data.source(), number(expected.scale()), in(expected))));
    }
    return columns;
  }

  /**
   * Refuses images where a table is expected, a table where images are, and images of another size.
   * A table with a column for each number of the images may be one of their pixels.
   *
   * @param source the data, for messages
   * @param found what images it is, if it is
   * @param columns numbers per example
   * @throws DataException with what both are
   */
  public static void requireKind(
      String source, Optional<ImageGeometry> found, int columns, Expectation expected) {
    boolean same = found.isPresent() == expected.geometry().isPresent();
    if (same ? found.equals(expected.geometry()) : columns == expected.columns()) {
      return;
    }
    if (found.isEmpty() && expected.geometry().isEmpty()) {
      // How many columns there are beside the label depends on their names.
      return;
    }
    throw new DataException(
        same
            ? source
                + ": images of "
                + found.get()
                + ", expected "
                + expected.geometry().get()
                + in(expected)
            : "%s: %s, expected %s as %s"
                .formatted(
                    source,
                    kind(found, columns),
                    kind(expected.geometry(), expected.columns()),
                    expected.isModel()
                        ? expected.source() + " was trained on"
                        : "in " + expected.source()));
  }

  private static String kind(Optional<ImageGeometry> images, int columns) {
    return images
        .map(size -> "images of " + size)
        .orElse("a table of " + columns + (columns == 1 ? " column" : " columns"));
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
    boolean table = data.features().imageGeometry().isEmpty();
    boolean otherNumbers =
        !table
            && expected.geometry().isPresent()
            && data.features().ofPixels() != expected.ofPixels();
    if (otherNumbers) {
      throw new DataException(
          "%s: its images are of %s, expected %s%s"
              .formatted(
                  data.source(),
                  numbers(data.features().ofPixels()),
                  numbers(expected.ofPixels()),
                  in(expected)));
    }
    if (found == expected.scale()) {
      return;
    }
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

  private static String numbers(boolean pixels) {
    return pixels ? "pixels" : "numbers that are not of 0 to 255";
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
