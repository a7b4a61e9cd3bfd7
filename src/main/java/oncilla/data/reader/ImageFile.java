package oncilla.data.reader;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import oncilla.base.PathText;
import oncilla.data.DataException;

/**
 * Image files as the network sees them: 8-bit sRGB, upright, over white, area-averaged to a square.
 */
public final class ImageFile {
  private static final int MAX_BYTES = 1 << 30;

  private ImageFile() {}

  /**
   * Reads a JPEG, PNG, GIF (first frame) or BMP file.
   *
   * @param file the file
   * @param size height and width of the result
   * @return {@code size × size × 3} bytes, row-major, red, green, blue; exactly the image's own
   *     where it has that size
   * @throws DataException naming the file, if it is no image, damaged, incomplete or larger than
   *     2²⁸ pixels
   */
  public static byte[] read(Path file, int size) {
    byte[] bytes = FileBytes.read(file, MAX_BYTES);
    try {
      BufferedImage image = ImageDecoder.decode(bytes);
      byte[] square = AreaAverage.square(RgbRows.of(image), size);
      // A square is turned after scaling: the average is exact, so the order does not matter.
      return ExifOrientation.upright(square, size, ExifOrientation.of(bytes));
    } catch (IOException | RuntimeException e) {
      // Decoders meet damage with runtime exceptions of every kind.
      throw new DataException(file + ": not a readable image: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof EOFException) {
      return "it ends too early";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * The files and folders in {@code folder} that are not hidden, sorted by name.
   *
   * @throws DataException if it cannot be listed
   */
  public static List<Path> visible(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> !isHidden(path))
          .sorted(Comparator.comparing(path -> PathText.of(path.getFileName())))
          .toList();
    } catch (IOException e) {
      throw FileBytes.unreadable(folder, e);
    }
  }

  private static boolean isHidden(Path path) {
    try {
      return path.getFileName().toString().startsWith(".") || Files.isHidden(path);
    } catch (IOException e) {
      throw FileBytes.unreadable(path, e);
    }
  }
}
