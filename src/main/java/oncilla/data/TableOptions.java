package oncilla.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How tables and files of arrays are read.
 *
 * @param header what the first line of a {@code .csv} is
 * @param label name or number (from 1) of the column with the labels, where it was said
 * @param ignored names or numbers (from 1) of columns to leave out
 * @param arrays names of inputs and labels in a file of arrays, where they were said
 * @param divide what numbers are divided by, where it was said
 */
public record TableOptions(
    Header header,
    Optional<String> label,
    List<String> ignored,
    Optional<ArrayNames> arrays,
    OptionalDouble divide) {
  /** Names of two arrays of a file that belong together. */
  public record ArrayNames(String inputs, String labels) {}

  /** Checks that numbers can be divided. */
  public TableOptions {
    ignored = List.copyOf(ignored);
    if (divide.isPresent() && !(divide.getAsDouble() > 0 && divide.getAsDouble() < 1e300)) {
      throw new IllegalArgumentException(
          "numbers cannot be divided by " + divide.getAsDouble() + ", expected more than 0");
    }
  }

  /** Nothing was said. */
  public static TableOptions defaults() {
    return new TableOptions(
        Header.AUTO, Optional.empty(), List.of(), Optional.empty(), OptionalDouble.empty());
  }

  /** These options; numbers are divided by {@code divisor} where nothing was said of that. */
  public TableOptions dividedBy(double divisor) {
    return divide.isPresent()
        ? this
        : new TableOptions(header, label, ignored, arrays, OptionalDouble.of(divisor));
  }
}
