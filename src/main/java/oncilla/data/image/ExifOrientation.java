package oncilla.data.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The orientation that a camera writes into a file: tag 0x0112 of the first directory of its Exif,
 * or of a TIFF file itself. Where it is missing, cut off or not between 1 and 8 the image is
 * upright, as the standard has it.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf">Exif 2.32,
 *     4.6.4 A</a>
 */
final class ExifOrientation {
  static final int UPRIGHT = 1;

  private static final int ORIENTATION = 0x0112;

  private ExifOrientation() {}

  /** The orientation that {@code exif} says, 1 to 8. */
  static int of(Optional<ByteBuffer> exif) {
    long value =
        exif.flatMap(TiffDirectory::first)
            .map(directory -> directory.number(ORIENTATION, UPRIGHT))
            .orElse((long) UPRIGHT);
    return value >= 1 && value <= 8 ? (int) value : UPRIGHT;
  }

  /**
   * The upright image.
   *
   * @param square {@code size × size × 3} bytes as stored; not modified
   * @param size its height and width
   * @param orientation 1 to 8
   */
  static byte[] upright(byte[] square, int size, int orientation) {
    if (orientation == UPRIGHT) {
      return square;
    }
    int channels = RgbRows.CHANNELS;
    byte[] result = new byte[square.length];
    int last = size - 1;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        int storedRow =
            switch (orientation) {
              case 2 -> row;
              case 3, 4 -> last - row;
              case 5, 8 -> column;
              default -> last - column;
            };
        int storedColumn =
            switch (orientation) {
              case 2, 3 -> last - column;
              case 4 -> column;
              case 5, 6 -> row;
              default -> last - row;
            };
        System.arraycopy(
            square,
            (storedRow * size + storedColumn) * channels,
            result,
            (row * size + column) * channels,
            channels);
      }
    }
    return result;
  }
}
