package oncilla.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * The rows of an image as 8-bit sRGB: grey stands in all three channels, other colour spaces are
 * converted, transparency lies over white, more than 8 bits are rounded.
 */
final class RgbRows {
  static final int CHANNELS = Picture.CHANNELS;
  private static final int WHITE = 255;

  private final BufferedImage image;

  /** Whether pixels are looked up in a palette; else samples are taken from the raster. */
  private final boolean palette;

  private final boolean grey;
  private final boolean alpha;

  /** Whether colours were multiplied by their opacity. */
  private final boolean multiplied;

  private final int bands;

  /** Which band holds the opacity; others may follow that are not shown. */
  private final int opacityBand;

  /** The bytes of an image that has three of 8 bits for each pixel and nothing else to look at. */
  private final Optional<PlainBytes> plain;

  private final int[] maximum;
  private final int[] samples;

  private RgbRows(BufferedImage image) {
    this.image = image;
    ColorModel colours = image.getColorModel();
    palette = colours instanceof IndexColorModel;
    grey = colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    alpha = colours.hasAlpha();
    multiplied = colours.isAlphaPremultiplied() && !palette;
    bands = image.getRaster().getNumBands();
    opacityBand = colours.getNumColorComponents();
    maximum = new int[bands];
    for (int band = 0; band < bands && !palette; band++) {
      maximum[band] = (1 << colours.getComponentSize(band)) - 1;
    }
    plain = palette || grey || alpha ? Optional.empty() : PlainBytes.of(image.getRaster());
    samples = new int[image.getWidth() * (palette ? 1 : bands)];
  }

  /** The rows of {@code image}, which is not modified. */
  static RgbRows of(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    boolean indexed = colours instanceof IndexColorModel;
    // Grey samples are taken as they are: Java's own grey is linear light, and its way to sRGB
    // would brighten the sRGB greys that files hold.
    boolean grey = colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    boolean direct = grey || colours.getColorSpace().isCS_sRGB();
    if (indexed || direct) {
      return new RgbRows(image);
    }
    BufferedImage converted =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            colours.hasAlpha() ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
    new ColorConvertOp(null).filter(image, converted);
    return new RgbRows(converted);
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  /** Writes red, green, blue (0 to 255) of row {@code y} into {@code rgb}. */
  void row(int y, int[] rgb) {
    if (plain.isPresent()) {
      plain.get().row(y, width(), rgb);
      return;
    }
    if (palette) {
      image.getRGB(0, y, width(), 1, samples, 0, width());
      for (int x = 0; x < width(); x++) {
        int opacity = samples[x] >>> 24;
        for (int c = 0; c < CHANNELS; c++) {
          int value = samples[x] >> (16 - 8 * c) & 0xff;
          rgb[CHANNELS * x + c] = overWhite(value, 255, opacity, 255);
        }
      }
      return;
    }
    Raster raster = image.getRaster();
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, samples);
    for (int x = 0; x < width(); x++) {
      int at = x * bands;
      for (int c = 0; c < CHANNELS; c++) {
        int band = grey ? 0 : c;
        int value = samples[at + band];
        rgb[CHANNELS * x + c] =
            alpha
                ? overWhite(value, maximum[band], samples[at + opacityBand], maximum[opacityBand])
                : to8Bits(value, maximum[band]);
      }
    }
  }

  private static int to8Bits(int value, int maximum) {
    return maximum == 255 ? value : (value * 255 + maximum / 2) / maximum;
  }

  /** {@code opacity·value + (1 − opacity)·white}, rounded once. */
  private int overWhite(int value, int maximum, int opacity, int opaque) {
    long whole = (long) maximum * opaque;
    long part = (long) value * (multiplied ? opaque : opacity);
    // Damaged files have colours that are brighter than their opacity allows.
    long mixed = Math.min(whole, part + (long) maximum * (opaque - opacity));
    return (int) ((mixed * WHITE + whole / 2) / whole);
  }
}
