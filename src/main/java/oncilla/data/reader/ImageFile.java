package oncilla.data.reader;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import oncilla.base.Message;
import oncilla.base.PathText;
import oncilla.data.DataException;
import oncilla.data.Trouble;
import oncilla.data.image.Picture;
import oncilla.data.image.PictureMemoryException;

/**
 * Image files as the network sees them: 8-bit sRGB, upright, over white, area-averaged to a square.
 */
public final class ImageFile {
  private static final int MAX_BYTES = 1 << 30;

  private ImageFile() {}

  /**
   * Reads a JPEG, PNG, GIF, BMP, TIFF or WebP file; of several images in it the first.
   *
   * @param file the file
   * @param size height and width of the result
   * @return {@code size × size × 3} bytes, row-major, red, green, blue; exactly the image's own
   *     where it has that size
   * @throws DataException naming the file, if it is no image, damaged, incomplete, larger than 2²⁸
   *     pixels or larger than the heap
   */
  public static byte[] read(Path file, int size) {
    try {
      return Picture.square(FileBytes.read(file, MAX_BYTES), size);
    } catch (PictureMemoryException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          file
              + ": does not fit into the Java heap of "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MiB (java -Xmx sets it)",
          e);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders meet damage with runtime exceptions of every kind.
      throw new DataException(file + ": not a readable image: " + reason(e), e);
    }
  }

  /** What is to be told of a file that is left out because of {@code failure}. */
  public static Trouble leftOut(Path file, DataException failure) {
    return new Trouble(
        Trouble.Kind.UNREADABLE,
        PathText.of(file),
        failure.worded().then(Message.of("; left out")));
  }

  /** Whether nothing was wrong but that memory was short. */
  static boolean isMemory(DataException failure) {
    return failure.getCause() instanceof PictureMemoryException
        || failure.getCause() instanceof OutOfMemoryError;
  }

  private static String reason(Exception e) {
    if (e instanceof EOFException) {
      return "it ends too early";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
