package oncilla.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.imageio.IIOException;

/**
 * The picture in a file's bytes as the network sees it: 8-bit sRGB, upright, over white,
 * area-averaged to a square.
 */
public final class Picture {
  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  private Picture() {}

  /**
   * Decodes a JPEG, PNG, GIF, BMP, TIFF or WebP file; of several images in it the first.
   *
   * @param file all bytes of the file
   * @param size height and width of the result
   * @return {@code size × size × 3} bytes, row-major, red, green, blue; exactly the image's own
   *     where it has that size
   * @throws PictureMemoryException if the heap is too small for its pixels
   * @throws IOException if it is no image, damaged, incomplete or larger than 2²⁸ pixels; decoders
   *     also throw runtime exceptions at damaged files
   */
  public static byte[] square(byte[] file, int size) throws IOException {
    ImageFormat format =
        ImageFormat.of(file).orElseThrow(() -> new IIOException(ImageFormat.refusal(file)));
    ImageDecoder decoder = new ImageDecoder(format, file);
    try {
      return square(format, file, decoder, size);
    } catch (OutOfMemoryError e) {
      throw new PictureMemoryException(decoder.width(), decoder.height(), e);
    } catch (IOException e) {
      if (e.getCause() instanceof OutOfMemoryError memory) {
        throw new PictureMemoryException(decoder.width(), decoder.height(), memory);
      }
      throw e;
    }
  }

  private static byte[] square(ImageFormat format, byte[] file, ImageDecoder decoder, int size)
      throws IOException {
    return switch (format) {
      case WEBP -> {
        WebpChunks chunks = WebpChunks.of(file);
        yield square(chunks.onCanvas(decoder.decode()), size, chunks.exif());
      }
      case TIFF -> {
        TiffImage tiff = TiffImage.complete(file);
        BufferedImage image = tiff.withoutOther(decoder.decode());
        yield square(image, size, Optional.of(ByteBuffer.wrap(file)));
      }
      case PNG -> {
        // First, as this is where a file that is cut off is noticed.
        Optional<ByteBuffer> exif = PngChunks.exif(file);
        yield square(decoder.decode(), size, exif);
      }
      case JPEG -> square(decoder.decode(), size, JpegSegments.exif(file));
      case GIF, BMP -> square(decoder.decode(), size, Optional.empty());
    };
  }

  private static byte[] square(BufferedImage image, int size, Optional<ByteBuffer> exif) {
    byte[] square = AreaAverage.square(RgbRows.of(image), size);
    // A square is turned after scaling: the average is exact, so the order does not matter.
    return ExifOrientation.upright(square, size, ExifOrientation.of(exif));
  }
}
