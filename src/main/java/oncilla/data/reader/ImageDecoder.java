package oncilla.data.reader;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files. JPEG goes to TwelveMonkeys' reader, which knows CMYK, broken profiles and
 * much else that the JDK's refuses; PNG, GIF and BMP go to the JDK's. Which it is follows from the
 * first bytes, not from the name.
 */
public final class ImageDecoder {
  /** 16,384 squared: a gigabyte when decoded. */
  static final long MAX_PIXELS = 1L << 28;

  /**
   * No file of these formats packs more pixels into a byte (one bit each, deflated 1,032 : 1), so a
   * header that says more is damaged, and memory for it need not be found.
   */
  private static final long MAX_PIXELS_PER_BYTE = 1L << 14;

  /** The formats and the bytes that their files start with. */
  private enum Format {
    JPEG(0xff, 0xd8, 0xff),
    PNG(0x89, 'P', 'N', 'G'),
    GIF('G', 'I', 'F', '8'),
    BMP('B', 'M');

    private final byte[] start;

    Format(int... start) {
      this.start = new byte[start.length];
      for (int i = 0; i < start.length; i++) {
        this.start[i] = (byte) start[i];
      }
    }

    static Optional<Format> of(byte[] file) {
      return Arrays.stream(values())
          .filter(
              format ->
                  file.length >= format.start.length
                      && Arrays.equals(
                          file, 0, format.start.length, format.start, 0, format.start.length))
          .findFirst();
    }
  }

  private ImageDecoder() {}

  /**
   * The first image in {@code file}, as stored (its Exif orientation is not applied).
   *
   * @throws IOException if it is no image, damaged or incomplete; readers also throw runtime
   *     exceptions at damaged files
   */
  static BufferedImage decode(byte[] file) throws IOException {
    Format format =
        Format.of(file).orElseThrow(() -> new IIOException("not a JPEG, PNG, GIF or BMP image"));
    ImageReader reader = reader(format);
    // The plain stream would ask for a cache file, and whether it does is a setting of the JVM.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      requireSize(reader.getWidth(0), reader.getHeight(0), file.length);
      Warnings warnings = new Warnings();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      BufferedImage image = reader.read(0);
      if (warnings.fatal != null) {
        throw new IIOException(warnings.fatal);
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(Format format) throws IOException {
    if (format == Format.JPEG) {
      // It has no public constructor that works; the registry, only read here, holds the one.
      return IIORegistry.getDefaultInstance()
          .getServiceProviderByClass(JPEGImageReaderSpi.class)
          .createReaderInstance(null);
    }
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
    return readers.next();
  }

  private static void requireSize(long width, long height, long bytes) throws IIOException {
    if (width < 1
        || height < 1
        || width * height > Math.min(MAX_PIXELS, bytes * MAX_PIXELS_PER_BYTE)) {
      throw new IIOException(
          width
              + " x "
              + height
              + " pixels in "
              + bytes
              + " bytes, expected at most "
              + MAX_PIXELS
              + " pixels and "
              + MAX_PIXELS_PER_BYTE
              + " a byte");
    }
  }

  /**
   * The JPEG decoder fills what is missing with grey and only warns. Such an image is not the one
   * that was taken. Superfluous bytes between segments are harmless and common.
   */
  private static final class Warnings {
    private String fatal;

    void add(String warning) {
      String text = warning.toLowerCase(Locale.ROOT);
      boolean damaged =
          text.contains("premature end")
              || text.contains("truncated")
              || (text.contains("corrupt") && !text.contains("extraneous bytes"));
      if (damaged && fatal == null) {
        fatal = warning;
      }
    }
  }
}
