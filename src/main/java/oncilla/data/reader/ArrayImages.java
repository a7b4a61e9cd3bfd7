package oncilla.data.reader;

import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.Expectation;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Notices;
import oncilla.data.Pixels;
import oncilla.data.RealImages;
import oncilla.data.TableOptions;
import oncilla.data.image.Picture;
import oncilla.data.table.LabelValues;

/**
 * Images from an array of shape {@code (m, height, width, 3)}, {@code (m, height, width, 4)} with
 * an opacity that lets white through, or grey ones of {@code (m, height, width)} or {@code (m,
 * height, width, 1)}. Bytes are pixels; so are real numbers of 0 … 255, and those of 0 … 1 are
 * pixels that were divided already.
 */
final class ArrayImages {
  private static final int RGB = Picture.CHANNELS;
  private static final int RGBA = 4;
  private static final double WHITE = Pixels.WHITE;

  /** The brightest of 16 bits. */
  private static final double WHITE_16 = 65_535;

  /** Whoever divides by more does not think of numbers up to 1. */
  private static final double BRIGHT = 128;

  /** Half precision, the shortest real number, holds k / 255 as well as this. */
  private static final double WHOLE = 0.13;

  private final NumericArray inputs;
  private final TableOptions options;
  private final Optional<Expectation> others;
  private final double pixelDivisor;
  private final Notices notices;

  /**
   * Images of an array whose lengths are positive.
   *
   * @param expected what is known of data that this goes with
   */
  ArrayImages(
      NumericArray inputs, TableOptions options, Optional<Expectation> expected, Notices notices) {
    this.inputs = inputs;
    this.others = expected.filter(one -> one.geometry().isPresent());
    this.pixelDivisor =
        others.map(Expectation::pixelDivisor).orElse(OptionalDouble.empty()).orElse(WHITE);
    this.options = options;
    this.notices = notices;
  }

  /** The images with three channels each. */
  Features features() {
    long[] shape = inputs.dimensions();
    int channels = inputs.rank() == 3 ? 1 : (int) Math.min(shape[3], Integer.MAX_VALUE);
    requireChannels(shape, channels);
    ImageGeometry geometry = new ImageGeometry((int) shape[1], (int) shape[2], RGB);
    long size = shape[0] * shape[1] * shape[2] * RGB;
    boolean bytes = inputs.type().equals(NumericArray.UINT8);
    if (size > FileBytes.MAX / (bytes ? 1 : Double.BYTES)) {
      throw new DataException(
          inputs.where()
              + ": "
              + shape[0]
              + " images of "
              + geometry
              + " are more than "
              + FileBytes.MAX
              + " bytes");
    }
    return bytes
        ? bytes((int) shape[0], geometry, channels)
        : numbers((int) shape[0], geometry, channels);
  }

  private void requireChannels(long[] shape, int channels) {
    if (channels == 1 || channels == RGB || channels == RGBA) {
      return;
    }
    boolean first = shape[1] == 1 || shape[1] == RGB || shape[1] == RGBA;
    throw new DataException(
        inputs.where()
            + ": shape "
            + inputs.shape()
            + (first
                ? " has its channels first, expected (m, height, width, 3): store"
                    + " x.transpose(0, 2, 3, 1)"
                : ", expected 3 channels (m, height, width, 3), or 4 with opacity, or 1"));
  }

  private Pixels bytes(int rows, ImageGeometry geometry, int channels) {
    double divisor = options.divide().orElse(pixelDivisor);
    if (divisor != WHITE && divisor != pixelDivisor) {
      throw new DataException(
          Message.of(
              inputs.where() + ": images of bytes are divided by 255, not by ",
              Setting.DIVIDE,
              " " + LabelValues.text(divisor)));
    }
    int size = inputs.requireSize(1);
    byte[] stored = inputs.bytes().get();
    ArrayDatasets.requireLength(inputs, stored.length, size);
    if (channels == RGB) {
      return new Pixels(stored, rows, geometry, divisor);
    }
    byte[] pixels = new byte[rows * geometry.size()];
    for (int i = 0; i < pixels.length; i++) {
      int at = i / RGB * channels;
      if (channels == 1) {
        pixels[i] = stored[at];
      } else {
        int opacity = stored[at + RGB] & 0xFF;
        int value = stored[at + i % RGB] & 0xFF;
        pixels[i] = (byte) ((value * opacity + 255 * (255 - opacity) + 127) / 255);
      }
    }
    return new Pixels(pixels, rows, geometry, divisor);
  }

  private Features numbers(int rows, ImageGeometry geometry, int channels) {
    int size = inputs.requireSize(Double.BYTES);
    double[] stored = inputs.doubles().get();
    ArrayDatasets.requireLength(inputs, stored.length, size);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(stored[i])) {
        throw new DataException(
            "%s: example %d: %s, expected a finite number"
                .formatted(inputs.where(), i / (size / rows) + 1, stored[i]));
      }
      least = Math.min(least, stored[i]);
      most = Math.max(most, stored[i]);
    }
    Optional<Expectation> noPixels = others.filter(one -> !one.ofPixels());
    if (options.divide().isPresent() || noPixels.isPresent()) {
      double by = options.divide().orElseGet(() -> noPixels.orElseThrow().scale());
      OptionalDouble white = noPixels.isPresent() ? OptionalDouble.empty() : white(least, most, by);
      return new RealImages(
          spread(stored, rows, geometry, channels, white.orElse(by)),
          rows,
          geometry,
          by,
          white.isPresent() ? by * WHITE / white.getAsDouble() : by,
          white.isPresent());
    }
    if (least < 0 || most > WHITE) {
      throw new DataException(
          Message.of(
              "%s: %s from %s to %s, expected images of 0 to 255 or 0 to 1 ("
                  .formatted(
                      inputs.where(),
                      inputs.type(),
                      LabelValues.text(least),
                      LabelValues.text(most)),
              Setting.DIVIDE,
              " N says what to divide by)"));
    }
    boolean unit = most <= 1;
    double white = unit ? 1 : WHITE;
    notices.say(
        Message.of(
            inputs.where()
                + (unit
                    ? ": numbers of 0 to 1 are taken for pixels that were divided by 255"
                    : ": numbers up to 255 are taken for pixels and divided by "
                        + LabelValues.text(pixelDivisor))));
    double[] spread = spread(stored, rows, geometry, channels, white);
    byte[] pixels = new byte[spread.length];
    for (int i = 0; i < pixels.length; i++) {
      double pixel = unit ? spread[i] * WHITE : spread[i];
      if (Math.abs(pixel - Math.rint(pixel)) > (unit ? WHOLE : 0)) {
        return new RealImages(
            spread, rows, geometry, pixelDivisor * white / WHITE, pixelDivisor, true);
      }
      pixels[i] = (byte) Math.rint(pixel);
    }
    return new Pixels(pixels, rows, geometry, pixelDivisor);
  }

  /**
   * The number that is white in images whose numbers are divided by {@code by}; empty where that
   * cannot be known, because they are not those of pixels.
   */
  private static OptionalDouble white(double least, double most, double by) {
    if (least < 0 || most > WHITE_16 || (most > WHITE && by != WHITE_16)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(by == WHITE_16 ? WHITE_16 : most <= 1 && by < BRIGHT ? 1 : WHITE);
  }

  /** With three channels each; opacity is of the same scale as the colours. */
  private static double[] spread(
      double[] stored, int rows, ImageGeometry geometry, int channels, double white) {
    if (channels == RGB) {
      return stored;
    }
    double[] spread = new double[rows * geometry.size()];
    for (int i = 0; i < spread.length; i++) {
      int at = i / RGB * channels;
      double opacity = channels == 1 ? 1 : stored[at + RGB] / white;
      double value = stored[at + (channels == 1 ? 0 : i % RGB)];
      spread[i] = opacity * value + (1 - opacity) * white;
    }
    return spread;
  }
}
