package oncilla.data.image;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The chunks of a PNG file: a length, a name of four letters, that many bytes, a checksum.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">PNG, third edition</a>
 */
final class PngChunks {
  private static final int SIGNATURE = 8;
  private static final int FRAME = 12;
  private static final int EXIF = fourLetters("eXIf");
  private static final int END = fourLetters("IEND");

  private PngChunks() {}

  /**
   * The Exif of a file, before or behind the pixels.
   *
   * @throws EOFException if the file ends before its last chunk
   */
  static Optional<ByteBuffer> exif(byte[] png) throws EOFException {
    ByteBuffer file = ByteBuffer.wrap(png);
    Optional<ByteBuffer> exif = Optional.empty();
    long at = SIGNATURE;
    while (at + FRAME <= png.length) {
      int place = (int) at;
      long length = Integer.toUnsignedLong(file.getInt(place));
      int name = file.getInt(place + 4);
      if (name == END) {
        return exif;
      }
      at += FRAME + length;
      if (name == EXIF && at <= png.length && exif.isEmpty()) {
        exif = Optional.of(file.slice(place + 8, (int) length));
      }
    }
    throw new EOFException();
  }

  private static int fourLetters(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
