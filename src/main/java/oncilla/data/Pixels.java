package oncilla.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import oncilla.backend.ElementType;

/**
 * Unsigned bytes, divided by 255 on their way into the network.
 *
 * @param values {@code rows × geometry.size()}, row-major; not copied
 * @param rows number of images
 * @param geometry height, width, channels of each
 */
public record Pixels(byte[] values, int rows, ImageGeometry geometry) implements Features {
  /** Checks the length. */
  public Pixels {
    if (rows < 1 || (long) rows * geometry.size() != values.length) {
      throw new IllegalArgumentException(
          values.length + " bytes are not " + rows + " images of " + geometry);
    }
  }

  @Override
  public int columns() {
    return geometry.size();
  }

  @Override
  public double divisor() {
    return 255;
  }

  @Override
  public Optional<ImageGeometry> imageGeometry() {
    return Optional.of(geometry);
  }

  @Override
  public ElementType type() {
    return ElementType.U8;
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    Objects.checkFromToIndex(from, to, rows);
    int start = from * columns();
    for (int i = 0; i < (to - from) * columns(); i++) {
      target[i] = values[start + i] & 0xFF;
    }
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    Objects.checkFromToIndex(from, to, rows);
    System.arraycopy(values, from * columns(), target, 0, (to - from) * columns());
  }

  @Override
  public Pixels slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new Pixels(
        Arrays.copyOfRange(values, from * columns(), to * columns()), to - from, geometry);
  }
}
