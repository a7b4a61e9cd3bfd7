package oncilla.data.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oncilla.base.BuildVersion;

/**
 * Tells whether pictures are what they were: a SHA-256 over this program's version, the size that
 * they are scaled to, and path, bytes and time of the last change of each, in their order.
 */
final class PictureKey {
  /** Bytes of a key. */
  static final int BYTES = 32;

  private static final int NAME_BYTES = 16;
  private static final long MISSING = -1;

  private PictureKey() {}

  /**
   * The key of the pictures as they are now, missing ones too: whoever decodes them will say so.
   */
  static byte[] of(List<Path> files, int columns) {
    MessageDigest digest = digest();
    add(digest, BuildVersion.current());
    add(digest, columns);
    for (Path file : files) {
      add(digest, file.toAbsolutePath().normalize().toString());
      addState(digest, file);
    }
    return digest.digest();
  }

  /**
   * A name for the file of a folder's pictures of a size, without an ending.
   *
   * @throws IOException if there is no such folder
   */
  static String name(Path folder, int columns) throws IOException {
    MessageDigest digest = digest();
    add(digest, folder.toRealPath().toString());
    add(digest, columns);
    return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
  }

  private static void addState(MessageDigest digest, Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      add(digest, attributes.size());
      add(digest, attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    } catch (IOException missing) {
      add(digest, MISSING);
    }
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(digest, bytes.length);
    digest.update(bytes);
  }

  private static void add(MessageDigest digest, long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has SHA-256", impossible);
    }
  }
}
