package oncilla.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import oncilla.backend.ElementType;

/**
 * Unsigned bytes, divided on their way into the network: by 255, unless they go with images that
 * were divided by another number.
 *
 * @param values {@code rows × geometry.size()}, row-major; not copied
 * @param rows number of images
 * @param geometry height, width, channels of each
 * @param divisor what each is divided by
 */
public record Pixels(byte[] values, int rows, ImageGeometry geometry, double divisor)
    implements Features {
  /** What turns a pixel into 0 … 1. */
  public static final double WHITE = 255;

  /** Checks the length. */
  public Pixels {
    if (rows < 1 || (long) rows * geometry.size() != values.length) {
      throw new IllegalArgumentException(
          values.length + " bytes are not " + rows + " images of " + geometry);
    }
  }

  /** Divided by 255. */
  public Pixels(byte[] values, int rows, ImageGeometry geometry) {
    this(values, rows, geometry, WHITE);
  }

  @Override
  public int columns() {
    return geometry.size();
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
  public void copyRows(int from, int to, ByteBuffer target) {
    Objects.checkFromToIndex(from, to, rows);
    target.put(values, from * columns(), (to - from) * columns());
  }

  @Override
  public Pixels slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return new Pixels(
        Arrays.copyOfRange(values, from * columns(), to * columns()), to - from, geometry, divisor);
  }
}
