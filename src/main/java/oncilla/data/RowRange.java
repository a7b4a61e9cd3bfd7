package oncilla.data;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Some neighbouring rows of other features.
 *
 * @param whole the other features
 * @param first the first of the rows
 * @param rows how many, at least 1
 */
record RowRange(Features whole, int first, int rows) implements FeaturesView {
  /** Checks that there is a row. */
  RowRange {
    if (rows < 1) {
      throw new IllegalArgumentException("features need a row, not " + rows);
    }
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    Objects.checkFromToIndex(from, to, rows);
    whole.copyRows(first + from, first + to, target);
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    Objects.checkFromToIndex(from, to, rows);
    whole.copyRows(first + from, first + to, target);
  }

  @Override
  public void copyRows(int from, int to, ByteBuffer target) {
    Objects.checkFromToIndex(from, to, rows);
    whole.copyRows(first + from, first + to, target);
  }
}
