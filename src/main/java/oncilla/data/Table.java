package oncilla.data;

import java.util.Arrays;
import java.util.Objects;
import oncilla.backend.ElementType;

/**
 * Numbers, divided by one and the same number on their way into the network; by 1 unless said.
 *
 * @param values {@code rows × columns}, row-major, finite; not copied
 * @param rows number of examples
 * @param columns numbers per example
 * @param divisor what each is divided by
 */
public record Table(double[] values, int rows, int columns, double divisor) implements Features {
  /** Checks the length. */
  public Table {
    if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          values.length + " numbers are not " + rows + " x " + columns);
    }
  }

  /** Numbers taken as they are. */
  public Table(double[] values, int rows, int columns) {
    this(values, rows, columns, 1);
  }

  @Override
  public ElementType type() {
    return ElementType.REAL;
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    Objects.checkFromToIndex(from, to, rows);
    System.arraycopy(values, from * columns, target, 0, (to - from) * columns);
  }

  @Override
  public Table slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new Table(
        Arrays.copyOfRange(values, from * columns, to * columns), to - from, columns, divisor);
  }
}
