package oncilla.data;

import java.util.Objects;
import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.nn.Standardization;

/**
 * Some neighbouring rows of other features.
 *
 * @param whole the other features
 * @param first the first of the rows
 * @param rows how many, at least 1
 */
record RowRange(Features whole, int first, int rows) implements Features {
  /** Checks that there is a row. */
  RowRange {
    if (rows < 1) {
      throw new IllegalArgumentException("features need a row, not " + rows);
    }
  }

  @Override
  public int columns() {
    return whole.columns();
  }

  @Override
  public ElementType type() {
    return whole.type();
  }

  @Override
  public double divisor() {
    return whole.divisor();
  }

  @Override
  public double scale() {
    return whole.scale();
  }

  @Override
  public Optional<Standardization> standardization() {
    return whole.standardization();
  }

  @Override
  public boolean ofPixels() {
    return whole.ofPixels();
  }

  @Override
  public Optional<ImageGeometry> imageGeometry() {
    return whole.imageGeometry();
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
}
