package oncilla.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import oncilla.backend.ElementType;

/**
 * Images whose pixels are no whole bytes.
 *
 * @param values {@code rows × geometry.size()}, row-major, finite; not copied
 * @param rows number of images
 * @param geometry height, width, channels of each
 * @param divisor what each number is divided by: 1 where they are 0 … 1 already
 * @param scale what a pixel of the original scale is divided by: 255 for 0 … 255, and for 0 … 1
 * @param ofPixels whether that scale is known; if not, {@code scale} is the divisor
 */
public record RealImages(
    double[] values,
    int rows,
    ImageGeometry geometry,
    double divisor,
    double scale,
    boolean ofPixels)
    implements Features {
  /** Checks the length. */
  public RealImages {
    if (rows < 1 || (long) rows * geometry.size() != values.length) {
      throw new IllegalArgumentException(
          values.length + " numbers are not " + rows + " images of " + geometry);
    }
  }

  /** The numbers of images of whole bytes as such images, divided in the same way. */
  public static RealImages of(Features pixels) {
    double[] values = new double[Math.multiplyExact(pixels.rows(), pixels.columns())];
    pixels.copyRows(0, pixels.rows(), values);
    return new RealImages(
        values,
        pixels.rows(),
        pixels.imageGeometry().orElseThrow(),
        pixels.divisor(),
        pixels.scale(),
        true);
  }

  @Override
  public int columns() {
    return geometry.size();
  }

  @Override
  public ElementType type() {
    return ElementType.REAL;
  }

  @Override
  public Optional<ImageGeometry> imageGeometry() {
    return Optional.of(geometry);
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    Objects.checkFromToIndex(from, to, rows);
    System.arraycopy(values, from * columns(), target, 0, (to - from) * columns());
  }

  @Override
  public RealImages slice(int from, int to) {
    return new RealImages(
        Arrays.copyOfRange(values, from * columns(), to * columns()),
        to - from,
        geometry,
        divisor,
        scale,
        ofPixels);
  }
}
