package oncilla.data;

import java.util.Arrays;

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
  public Pixels slice(int from, int to) {
    return new Pixels(
        Arrays.copyOfRange(values, from * columns(), to * columns()), to - from, geometry);
  }
}
