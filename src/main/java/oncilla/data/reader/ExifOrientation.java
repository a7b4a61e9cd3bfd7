package oncilla.data.reader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The orientation that a camera writes into a JPEG: tag 0x0112 in the first directory of the Exif
 * segment. Only that directory is read, so that damage elsewhere in the camera's notes, which is
 * common, does not matter. Where it is missing, cut off or not between 1 and 8 the image is
 * upright, as the standard has it.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf">Exif 2.32,
 *     4.6.4 A</a>
 */
public final class ExifOrientation {
  static final int UPRIGHT = 1;

  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_SIZE = 12;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private ExifOrientation() {}

  /** The orientation of a JPEG file, 1 to 8. */
  static int of(byte[] jpeg) {
    int at = 2;
    while (at + 4 <= jpeg.length && (jpeg[at] & 0xff) == 0xff) {
      int marker = jpeg[at + 1] & 0xff;
      if (marker == 0xff) {
        // Fill byte.
        at++;
        continue;
      }
      int length = (jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff;
      int end = at + 2 + length;
      if (marker == START_OF_SCAN || end > jpeg.length) {
        return UPRIGHT;
      }
      int body = at + 4;
      if (marker == APP1
          && end - body > EXIF.length
          && Arrays.equals(jpeg, body, body + EXIF.length, EXIF, 0, EXIF.length)) {
        int tiff = body + EXIF.length;
        return inDirectory(ByteBuffer.wrap(jpeg, tiff, end - tiff).slice());
      }
      at = end;
    }
    return UPRIGHT;
  }

  /** {@code tiff} starts with II or MM, 42, and the offset of the first directory. */
  private static int inDirectory(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return UPRIGHT;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    if (directory + 2 > tiff.limit()) {
      return UPRIGHT;
    }
    int entries = Short.toUnsignedInt(tiff.getShort((int) directory));
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_SIZE;
      if (entry + ENTRY_SIZE > tiff.limit()) {
        return UPRIGHT;
      }
      int place = (int) entry;
      if (Short.toUnsignedInt(tiff.getShort(place)) == ORIENTATION
          && tiff.getShort(place + 2) == SHORT) {
        int value = Short.toUnsignedInt(tiff.getShort(place + 8));
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
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
