package oncilla.data.mutation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** zlib streams in memory. */
final class Deflated {
  private Deflated() {}

  /** What a good stream holds. */
  static byte[] inflate(byte[] stream) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(stream))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stream that holds these bytes. */
  static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(stream)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stream.toByteArray();
  }
}
