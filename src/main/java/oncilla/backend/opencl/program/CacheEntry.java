package oncilla.backend.opencl.program;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One file of the program cache:
 *
 * <pre>
 *   8 bytes   "oncilla1"
 *   32        SHA-256 of all that follows
 *   4         length of the key in bytes, big-endian
 *             the key, UTF-8
 *             the binary, to the end of the file
 * </pre>
 *
 * The key is there in full, so that a file under the wrong name, or two keys with one name, are
 * noticed.
 */
final class CacheEntry {
  private static final byte[] MAGIC = "oncilla1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST_BYTES = 32;
  private static final int HEADER_BYTES = MAGIC.length + DIGEST_BYTES + Integer.BYTES;

  private CacheEntry() {}

  /** The file's content. */
  static byte[] encode(String key, byte[] binary) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + keyBytes.length + binary.length);
    file.position(MAGIC.length + DIGEST_BYTES);
    file.putInt(keyBytes.length).put(keyBytes).put(binary);
    file.position(0).put(MAGIC).put(digest(file.array(), MAGIC.length + DIGEST_BYTES));
    return file.array();
  }

  /** The binary, if {@code file} is whole and is the entry of {@code key}. */
  static Optional<byte[]> decode(String key, byte[] file) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    int start = HEADER_BYTES + keyBytes.length;
    if (file.length < start || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return Optional.empty();
    }
    int hashed = MAGIC.length + DIGEST_BYTES;
    boolean whole =
        MessageDigest.isEqual(Arrays.copyOfRange(file, MAGIC.length, hashed), digest(file, hashed));
    boolean sameKey =
        ByteBuffer.wrap(file).getInt(hashed) == keyBytes.length
            && Arrays.equals(file, HEADER_BYTES, start, keyBytes, 0, keyBytes.length);
    return whole && sameKey
        ? Optional.of(Arrays.copyOfRange(file, start, file.length))
        : Optional.empty();
  }

  /** The name of the file of {@code key} without its extension: 64 hexadecimal digits. */
  static String name(String key) {
    return HexFormat.of().formatHex(digest(key.getBytes(StandardCharsets.UTF_8), 0));
  }

  private static byte[] digest(byte[] bytes, int from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, bytes.length - from);
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }
}
