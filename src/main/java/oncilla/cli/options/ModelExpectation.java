package oncilla.cli.options;

import java.nio.file.Path;
import oncilla.data.Expectation;
import oncilla.data.ImageGeometry;
import oncilla.io.SavedModel;

/** What data has to be like for a saved model. */
public final class ModelExpectation {
  private ModelExpectation() {}

  /** What {@code model}, which was read from {@code path}, takes. */
  public static Expectation of(SavedModel model, Path path) {
    return new Expectation(
        path.toString(),
        true,
        model.network().inputs(),
        model.divisor(),
        model.imageSize().map(SavedModel.ImageSize::ofPixels).orElse(false),
        model
            .imageSize()
            .map(size -> new ImageGeometry(size.height(), size.width(), size.channels())),
        model.classNames(),
        model.names());
  }
}
