package oncilla.io;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oncilla.backend.Precision;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Standardization;

/**
 * A trained model with all that is needed to use it.
 *
 * @param network its layers
 * @param parameters their weights and biases
 * @param precision the precision it was trained in, and is stored in
 * @param divisor what stored inputs are divided by before they enter the network: 255 for pixels, 1
 *     for tables
 * @param standardization what its inputs are standardised with, where they are
 * @param imageSize the images it takes, where it takes images
 * @param classNames the names of label 0 and label 1
 * @param names which of the class names the data said, and what else had a name in it
 * @param notes free text under free names, such as the data it was trained on
 */
public record SavedModel(
    Network network,
    Parameters parameters,
    Precision precision,
    double divisor,
    Optional<Standardization> standardization,
    Optional<ImageSize> imageSize,
    List<String> classNames,
    DataNames names,
    Map<String, String> notes) {
  /**
   * Height, width and channels of images whose numbers lie pixel by pixel, channel by channel.
   *
   * @param ofPixels whether the divisor is that of pixels of 0 … 255, as image files have them
   */
  public record ImageSize(int height, int width, int channels, boolean ofPixels) {
    /** Images of pixels. */
    public ImageSize(int height, int width, int channels) {
      this(height, width, channels, true);
    }

    /** Checks that all are positive and that an image has at most 2³¹ − 1 numbers. */
    public ImageSize {
      if (height < 1 || width < 1 || channels < 1) {
        throw new IllegalArgumentException(
            "an image of " + height + " x " + width + " x " + channels + " is empty");
      }
      if ((double) height * width * channels > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "an image of " + height + " x " + width + " x " + channels + " is too large");
      }
    }

    /** Numbers in one image. */
    public int size() {
      return height * width * channels;
    }
  }

  /** A model of data whose names nobody said. */
  public SavedModel(
      Network network,
      Parameters parameters,
      Precision precision,
      double divisor,
      Optional<ImageSize> imageSize,
      List<String> classNames,
      Map<String, String> notes) {
    this(
        network,
        parameters,
        precision,
        divisor,
        Optional.empty(),
        imageSize,
        classNames,
        DataNames.none(),
        notes);
  }

  /** Checks that everything fits together. */
  public SavedModel {
    parameters.requireFit(network);
    if (!(divisor > 0) || Double.isInfinite(divisor)) {
      throw new IllegalArgumentException("inputs cannot be divided by " + divisor);
    }
    standardization.ifPresent(
        numbers -> {
          int expected = imageSize.map(ImageSize::channels).orElse(network.inputs());
          if (numbers.channels() != expected) {
            throw new IllegalArgumentException(
                numbers.channels() + " means and deviations, expected " + expected);
          }
        });
    imageSize.ifPresent(
        image -> {
          if (image.size() != network.inputs()) {
            throw new IllegalArgumentException(
                "images of "
                    + image.size()
                    + " numbers for a network that takes "
                    + network.inputs());
          }
        });
    classNames = List.copyOf(classNames);
    if (classNames.size() != 2) {
      throw new IllegalArgumentException(classNames.size() + " class names, expected 2");
    }
    if (!names.columns().isEmpty() && names.columns().size() != network.inputs()) {
      throw new IllegalArgumentException(
          names.columns().size() + " names of columns for " + network.inputs() + " inputs");
    }
    notes = java.util.Collections.unmodifiableMap(new TreeMap<>(notes));
  }
}
