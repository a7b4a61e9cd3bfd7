package oncilla.data;

import java.util.List;
import java.util.Optional;
import oncilla.io.DataNames;

/**
 * What data has to be like to be used beside other data or with a model.
 *
 * @param source the other data or the model, for messages
 * @param columns numbers per example
 * @param scale what the data's original numbers are divided by
 * @param geometry height, width and channels, where the examples are images
 * @param classNames names of label 0 and label 1
 * @param names which of these are known, and what else has a name
 */
public record Expectation(
    String source,
    int columns,
    double scale,
    Optional<ImageGeometry> geometry,
    List<String> classNames,
    DataNames names) {
  /** To be like {@code data}. */
  public static Expectation of(Dataset data) {
    return new Expectation(
        data.source(),
        data.features().columns(),
        data.features().scale(),
        data.features().imageGeometry(),
        data.classNames(),
        data.names());
  }
}
