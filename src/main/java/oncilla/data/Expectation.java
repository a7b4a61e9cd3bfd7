package oncilla.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.io.DataNames;

/**
 * What data has to be like to be used beside other data or with a model.
 *
 * @param source the other data or the model, for messages
 * @param isModel whether it is a model
 * @param columns numbers per example
 * @param scale what the data's original numbers are divided by
 * @param ofPixels whether that is the scale of pixels of 0 … 255
 * @param geometry height, width and channels, where the examples are images
 * @param classNames names of label 0 and label 1
 * @param names which of these are known, and what else has a name
 */
public record Expectation(
    String source,
    boolean isModel,
    int columns,
    double scale,
    boolean ofPixels,
    Optional<ImageGeometry> geometry,
    List<String> classNames,
    DataNames names) {
  /** What pixels are divided by where the examples are images of pixels. */
  public OptionalDouble pixelDivisor() {
    return ofPixels && geometry.isPresent() ? OptionalDouble.of(scale) : OptionalDouble.empty();
  }

  /** To be like {@code data}. */
  public static Expectation of(Dataset data) {
    return new Expectation(
        data.source(),
        false,
        data.features().columns(),
        data.features().scale(),
        data.features().ofPixels(),
        data.features().imageGeometry(),
        data.classNames(),
        data.names());
  }
}
