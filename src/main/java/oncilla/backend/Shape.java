package oncilla.backend;

/**
 * Rows × columns of a row-major matrix. A vector of n elements is {@code 1 × n}; a column of one
 * value per example is {@code m × 1}.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 */
public record Shape(long rows, long columns) {
  /**
   * Checks that the shape is not empty and that its size fits 63 bits.
   *
   * @throws IllegalArgumentException if it does not
   */
  public Shape {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a shape needs rows and columns, not " + rows + " x " + columns);
    }
    if (Math.multiplyHigh(rows, columns) != 0 || rows * columns < 0) {
      throw new IllegalArgumentException(
          "a shape of " + rows + " x " + columns + " exceeds 63 bits");
    }
  }

  /** A {@code rows × columns} matrix. */
  public static Shape of(long rows, long columns) {
    return new Shape(rows, columns);
  }

  /** A {@code 1 × n} row vector. */
  public static Shape vector(long n) {
    return new Shape(1, n);
  }

  /** Number of elements, rows · columns. */
  public long size() {
    return rows * columns;
  }

  /**
   * Checks that a part of a matrix of this shape lies within it.
   *
   * @param first index of the part's first element, row by row
   * @param part shape of the part
   * @throws IllegalArgumentException if it does not
   */
  public void requirePart(long first, Shape part) {
    if (first < 0 || part.size() > size() - first) {
      throw new IllegalArgumentException(
          "a part of %s from element %d on leaves a tensor of %s".formatted(part, first, this));
    }
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
