package oncilla.backend.opencl.program;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * One file of the program cache:
 *
 * <pre>
 *   8 bytes   "oncilla2"
 *   4         CRC-32C of all that follows, big-endian
 *   4         length of the key in bytes, big-endian
 *             the key, UTF-8
 *             the binary, to the end of the file
 * </pre>
 *
 * The key is there in full, so that a file under the wrong name, or two keys with one name, are
 * noticed, and checksums are enough: a digest over a few megabytes of binaries, computed by a Java
 * that has just started, takes a tenth of a second.
 */
final class CacheEntry {
  private static final byte[] MAGIC = "oncilla2".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKED = MAGIC.length + Integer.BYTES;
  private static final int HEADER_BYTES = CHECKED + Integer.BYTES;

  private CacheEntry() {}

  /** The file's content. */
  static byte[] encode(String key, byte[] binary) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + keyBytes.length + binary.length);
    file.position(CHECKED);
    file.putInt(keyBytes.length).put(keyBytes).put(binary);
    file.position(0).put(MAGIC).putInt(checksum(new CRC32C(), file.array(), CHECKED));
    return file.array();
  }

  /** The binary, if {@code file} is whole and is the entry of {@code key}. */
  static Optional<byte[]> decode(String key, byte[] file) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    int start = HEADER_BYTES + keyBytes.length;
    if (file.length < start || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(file);
    boolean whole = header.getInt(MAGIC.length) == checksum(new CRC32C(), file, CHECKED);
    boolean sameKey =
        header.getInt(CHECKED) == keyBytes.length
            && Arrays.equals(file, HEADER_BYTES, start, keyBytes, 0, keyBytes.length);
    return whole && sameKey
        ? Optional.of(Arrays.copyOfRange(file, start, file.length))
        : Optional.empty();
  }

  /** The name of the file of {@code key} without its extension: 16 hexadecimal digits. */
  static String name(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    HexFormat digits = HexFormat.of();
    return digits.toHexDigits(checksum(new CRC32(), bytes, 0))
        + digits.toHexDigits(checksum(new CRC32C(), bytes, 0));
  }

  private static int checksum(Checksum checksum, byte[] bytes, int from) {
    checksum.update(bytes, from, bytes.length - from);
    return (int) checksum.getValue();
  }
}
