package oncilla.train;

import java.util.Objects;
import oncilla.backend.ElementType;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Table;

/**
 * Features that are nowhere stored: each number is computed from its row and column when it is
 * asked for.
 */
public final class ComputedFeatures implements Features {
  private final ElementType type;
  private final int rows;
  private final int columns;
  private int mostRows;
  private int copies;

  /** Of {@code U8} or {@code REAL}. */
  public ComputedFeatures(ElementType type, int rows, int columns) {
    this.type = type;
    this.rows = rows;
    this.columns = columns;
  }

  /** The same numbers in a Java array. */
  Features inAnArray() {
    if (type == ElementType.U8) {
      byte[] values = new byte[rows * columns];
      fill(0, rows, values);
      return new Pixels(values, rows, new ImageGeometry(1, columns, 1));
    }
    double[] values = new double[rows * columns];
    fill(0, rows, values);
    return new Table(values, rows, columns);
  }

  /** The most rows that were asked for at once. */
  int mostRows() {
    return mostRows;
  }

  /** How often rows were asked for. */
  int copies() {
    return copies;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public double divisor() {
    return type == ElementType.U8 ? 255 : 1;
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    count(from, to);
    fill(from, to, target);
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    count(from, to);
    fill(from, to, target);
  }

  private void count(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    mostRows = Math.max(mostRows, to - from);
    copies++;
  }

  private void fill(int from, int to, double[] target) {
    for (int i = 0; i < (to - from) * columns; i++) {
      int value = value(from + i / columns, i % columns) & 0xFF;
      target[i] = type == ElementType.U8 ? value : value / 128.0 - 1;
    }
  }

  private void fill(int from, int to, byte[] target) {
    for (int i = 0; i < (to - from) * columns; i++) {
      target[i] = value(from + i / columns, i % columns);
    }
  }

  private static byte value(int row, int column) {
    return (byte) ((31 * row + column) * 0x9E3779B1 >>> 24);
  }
}
