package oncilla.data.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The segments of a JPEG file before its pixels. */
final class JpegSegments {
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private JpegSegments() {}

  /** The Exif of a file. */
  static Optional<ByteBuffer> exif(byte[] jpeg) {
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
        return Optional.empty();
      }
      int body = at + 4;
      if (marker == APP1
          && end - body > EXIF.length
          && Arrays.equals(jpeg, body, body + EXIF.length, EXIF, 0, EXIF.length)) {
        int tiff = body + EXIF.length;
        return Optional.of(ByteBuffer.wrap(jpeg, tiff, end - tiff).slice());
      }
      at = end;
    }
    return Optional.empty();
  }
}
