package oncilla.data.image;

import java.awt.Transparency;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.WritableRaster;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.IIOException;

/**
 * The first image of a TIFF file, looked at before it is decoded: whether all of it is there, and
 * whether its samples are what pictures have. Decoders fill what is missing.
 */
final class TiffImage {
  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int PLANAR = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;

  private static final int REDUCED = 1;
  private static final int NOT_COMPRESSED = 1;
  private static final int YCBCR = 6;
  private static final int SEPARATE_PLANES = 2;
  private static final int UNSIGNED = 1;
  private static final int UNDEFINED = 4;
  private static final int MOST_BITS = 16;

  /** Four colours and some that are not shown: more are no picture, and each takes memory. */
  private static final int MOST_SAMPLES = 8;

  private final TiffDirectory directory;
  private final long length;

  private TiffImage(TiffDirectory directory, long length) {
    this.directory = directory;
    this.length = length;
  }

  /**
   * The first image of a file, which is a picture, and complete.
   *
   * @throws EOFException if the file ends before the image does
   * @throws IIOException if its samples are not unsigned numbers of at most 16 bits, or it says
   *     that it is only a small copy of another image
   */
  static TiffImage complete(byte[] file) throws EOFException, IIOException {
    TiffDirectory directory =
        TiffDirectory.first(ByteBuffer.wrap(file)).orElseThrow(EOFException::new);
    TiffImage image = new TiffImage(directory, file.length);
    image.requirePicture();
    image.requireComplete();
    return image;
  }

  /**
   * {@code decoded} without its opacity, if the file does not say that it has one: the decoder
   * takes any sample behind the colours for it, such as the masks that people save with their
   * pictures.
   */
  BufferedImage withoutOther(BufferedImage decoded) {
    ColorModel colours = decoded.getColorModel();
    if (directory.number(EXTRA_SAMPLES, -1) != 0
        || !colours.hasAlpha()
        || !(colours instanceof ComponentColorModel)) {
      return decoded;
    }
    int[] shown = IntStream.range(0, colours.getNumColorComponents()).toArray();
    WritableRaster all = decoded.getRaster();
    WritableRaster raster =
        all.createWritableChild(0, 0, all.getWidth(), all.getHeight(), 0, 0, shown);
    ColorModel opaque =
        new ComponentColorModel(
            colours.getColorSpace(), false, false, Transparency.OPAQUE, all.getTransferType());
    return new BufferedImage(opaque, raster, false, null);
  }

  private void requirePicture() throws IIOException {
    if ((directory.number(NEW_SUBFILE_TYPE, 0) & REDUCED) != 0) {
      throw new IIOException(
          "its first image is a small copy of another, as in the raw files of cameras; develop it"
              + " into a JPEG first");
    }
    long bits = Arrays.stream(directory.numbers(BITS_PER_SAMPLE)).max().orElse(1);
    long format = directory.number(SAMPLE_FORMAT, UNSIGNED);
    if (bits > MOST_BITS || (format != UNSIGNED && format != UNDEFINED)) {
      throw new IIOException(
          (format == UNSIGNED ? "" : format == 2 ? "signed " : "floating-point ")
              + "samples of "
              + bits
              + " bits, expected unsigned ones of at most "
              + MOST_BITS);
    }
    if (samples() < 1 || samples() > MOST_SAMPLES) {
      throw new IIOException(samples() + " samples a pixel, expected 1 to " + MOST_SAMPLES);
    }
  }

  private long samples() {
    return directory.number(SAMPLES_PER_PIXEL, 1);
  }

  private void requireComplete() throws EOFException, IIOException {
    long[] tiles = directory.numbers(TILE_OFFSETS);
    boolean tiled = tiles.length > 0;
    long[] offsets = tiled ? tiles : directory.numbers(STRIP_OFFSETS);
    long[] counts = directory.numbers(tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS);
    long width = directory.number(WIDTH, 0);
    long height = directory.number(HEIGHT, 0);
    long partWidth = tiled ? directory.number(TILE_WIDTH, 0) : width;
    long partHeight =
        tiled
            ? directory.number(TILE_HEIGHT, 0)
            : Math.min(height, directory.number(ROWS_PER_STRIP, height));
    // The width of a tile is a row of memory, so it may not be just anything.
    if (width < 1 || height < 1 || partHeight < 1 || partWidth < 1 || partWidth > 1 << 20) {
      throw new IIOException("its directory is damaged or cut off");
    }
    long down = (height + partHeight - 1) / partHeight;
    boolean planes = directory.number(PLANAR, 1) == SEPARATE_PLANES;
    long parts = down * ((width + partWidth - 1) / partWidth) * (planes ? samples() : 1);
    boolean plain = directory.number(COMPRESSION, NOT_COMPRESSED) == NOT_COMPRESSED;
    if (offsets.length < parts || (counts.length < parts && !(plain && counts.length == 0))) {
      throw new IIOException(
          Math.min(offsets.length, counts.length) + " parts of the image, expected " + parts);
    }
    // Planes of colours are often smaller where brightness and colour are apart.
    boolean sized = plain && directory.number(PHOTOMETRIC, 0) != YCBCR;
    long rowBytes = (partWidth * bits(planes) + 7) / 8;
    for (int part = 0; part < parts; part++) {
      long rows = tiled ? partHeight : Math.min(partHeight, height - part % down * partHeight);
      long needed = sized ? rows * rowBytes : counts.length == 0 ? 1 : counts[part];
      boolean listed = counts.length == 0 || counts[part] >= needed;
      if (needed < 1 || !listed || offsets[part] + needed > length) {
        throw new EOFException();
      }
    }
  }

  private long bits(boolean planes) {
    long[] bits = directory.numbers(BITS_PER_SAMPLE);
    long first = bits.length == 0 ? 1 : bits[0];
    // Some writers say once what holds for each sample.
    return planes
        ? first
        : bits.length == samples() ? Arrays.stream(bits).sum() : first * samples();
  }
}
