package oncilla.data;

import java.util.Optional;
import oncilla.backend.ElementType;
import oncilla.nn.Standardization;

/**
 * Other features in another light: some of their rows, say. A view hands on what the numbers are,
 * and says itself what it changes; what {@link Features} learn to say is handed on here alone.
 */
public interface FeaturesView extends Features {
  /** The features that are looked at. */
  Features whole();

  @Override
  default int columns() {
    return whole().columns();
  }

  @Override
  default ElementType type() {
    return whole().type();
  }

  @Override
  default double divisor() {
    return whole().divisor();
  }

  @Override
  default double scale() {
    return whole().scale();
  }

  @Override
  default boolean streams() {
    return whole().streams();
  }

  @Override
  default boolean ofPixels() {
    return whole().ofPixels();
  }

  @Override
  default Optional<Standardization> standardization() {
    return whole().standardization();
  }

  @Override
  default Optional<ImageGeometry> imageGeometry() {
    return whole().imageGeometry();
  }
}
