package oncilla.backend.ejml;

/**
 * A row-major matrix inside an array.
 *
 * @param values the array; not copied
 * @param offset index of the first element
 * @param rows number of rows
 * @param columns number of columns
 */
record Matrix(double[] values, int offset, int rows, int columns) {
  /** Number of elements. */
  int size() {
    return rows * columns;
  }

  /** Whether the matrix is the whole array, so that the array can be used without copying. */
  boolean isWholeArray() {
    return offset == 0 && values.length == size();
  }
}
