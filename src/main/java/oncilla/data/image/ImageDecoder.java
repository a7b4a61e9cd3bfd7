package oncilla.data.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes the first image of a file. JPEG goes to TwelveMonkeys' reader, which knows CMYK, broken
 * profiles and much else that the JDK's refuses, TIFF and WebP too; PNG, GIF and BMP go to the
 * JDK's.
 */
final class ImageDecoder {
  /** 16,384 squared: a gigabyte when decoded. */
  static final long MAX_PIXELS = 1L << 28;

  /**
   * Hardly a file packs more pixels into a byte (one bit each, deflated 1,032 : 1), so a header
   * that says more is damaged, and memory for it need not be found.
   */
  private static final long MAX_PIXELS_PER_BYTE = 1L << 14;

  /** A run of BMP is two bytes for at most 255 pixels. */
  private static final long MAX_PIXELS_PER_BYTE_OF_BMP = 128;

  /** An empty page of TIFF and an image of one colour in WebP do; up to here there is memory. */
  private static final long SMALL = 1L << 24;

  private final ImageFormat format;
  private final byte[] file;
  private int width;
  private int height;

  ImageDecoder(ImageFormat format, byte[] file) {
    this.format = format;
    this.file = file;
  }

  /** Its columns, once they are known. */
  int width() {
    return width;
  }

  /** Its rows, once they are known. */
  int height() {
    return height;
  }

  /**
   * The first image, as stored (its orientation is not applied).
   *
   * @throws IOException if it is damaged or incomplete; readers also throw runtime exceptions at
   *     damaged files
   */
  BufferedImage decode() throws IOException {
    ImageReader reader = reader();
    try (ImageInputStream in = new FileImageStream(file)) {
      reader.setInput(in, true, true);
      width = reader.getWidth(0);
      height = reader.getHeight(0);
      requireSize();
      DecoderReport report = DecoderReport.of(reader, format == ImageFormat.GIF);
      BufferedImage image = reader.read(0, parameters(reader));
      report.requireWhole();
      return image;
    } finally {
      reader.dispose();
    }
  }

  /**
   * Of the types that it offers a reader takes the first by itself, which for TIFF is one without
   * multiplied colours also where they are.
   */
  private ImageReadParam parameters(ImageReader reader) throws IOException {
    ImageReadParam parameters = reader.getDefaultReadParam();
    if (format == ImageFormat.TIFF) {
      ImageTypeSpecifier stored = reader.getRawImageType(0);
      if (stored != null && stored.getColorModel().isAlphaPremultiplied()) {
        parameters.setDestinationType(stored);
      }
    }
    return parameters;
  }

  private ImageReader reader() throws IOException {
    return switch (format) {
      case JPEG -> twelveMonkeys(JPEGImageReaderSpi.class);
      case TIFF -> twelveMonkeys(TIFFImageReaderSpi.class);
      case WEBP -> twelveMonkeys(WebPImageReaderSpi.class);
      default -> ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
    };
  }

  /** Not every one has a public constructor that works; the registry, only read here, holds one. */
  private static ImageReader twelveMonkeys(Class<? extends ImageReaderSpi> provider)
      throws IOException {
    return IIORegistry.getDefaultInstance()
        .getServiceProviderByClass(provider)
        .createReaderInstance(null);
  }

  private void requireSize() throws IIOException {
    boolean bmp = format == ImageFormat.BMP;
    long each = bmp ? MAX_PIXELS_PER_BYTE_OF_BMP : MAX_PIXELS_PER_BYTE;
    long most = Math.min(MAX_PIXELS, Math.max(bmp ? 0 : SMALL, file.length * each));
    if (width < 1 || height < 1 || (long) width * height > most) {
      throw new IIOException(
          width
              + " x "
              + height
              + " pixels in "
              + file.length
              + " bytes, expected at most "
              + MAX_PIXELS
              + " pixels and "
              + each
              + " a byte");
    }
  }
}
