package oncilla.data;

import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.nn.Standardization;

/**
 * Features whose numbers are standardised on their way into the network; stored they stay as they
 * are.
 *
 * @param stored the features
 * @param numbers what they are standardised with
 */
record StandardizedFeatures(Features stored, Standardization numbers) implements Features {
  /** Checks that the numbers are those of such features. */
  StandardizedFeatures {
    if (!numbers.fits(stored.columns())) {
      throw new IllegalArgumentException(
          stored.columns()
              + " numbers per example are no multiple of "
              + numbers.channels()
              + " channels");
    }
  }

  @Override
  public int rows() {
    return stored.rows();
  }

  @Override
  public int columns() {
    return stored.columns();
  }

  @Override
  public ElementType type() {
    return stored.type();
  }

  @Override
  public double divisor() {
    return stored.divisor();
  }

  @Override
  public double scale() {
    return stored.scale();
  }

  @Override
  public boolean ofPixels() {
    return stored.ofPixels();
  }

  @Override
  public Optional<Standardization> standardization() {
    return Optional.of(numbers);
  }

  @Override
  public Optional<ImageGeometry> imageGeometry() {
    return stored.imageGeometry();
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    stored.copyRows(from, to, target);
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    stored.copyRows(from, to, target);
  }
}
