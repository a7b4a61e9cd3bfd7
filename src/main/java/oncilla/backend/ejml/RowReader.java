package oncilla.backend.ejml;

import oncilla.backend.ElementType;

/** Reads numbers of a matrix of unsigned bytes or of real numbers. */
@FunctionalInterface
interface RowReader {
  /** The element at this row and column. */
  double value(int row, int column);

  /** The elements of {@code source}. */
  static RowReader of(EjmlTensor source) {
    int columns = (int) source.shape().columns();
    if (source.type() == ElementType.U8) {
      byte[] bytes = source.bytes();
      int start = source.offset();
      return (row, column) -> bytes[start + row * columns + column] & 0xFF;
    }
    Matrix matrix = source.matrix();
    return (row, column) -> matrix.values()[matrix.offset() + row * columns + column];
  }
}
