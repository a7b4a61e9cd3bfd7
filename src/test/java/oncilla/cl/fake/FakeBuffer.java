package oncilla.cl.fake;

import java.util.Arrays;
import oncilla.cl.ClBuffer;

/** Device memory in host memory, made at its first use. */
final class FakeBuffer extends FakeObject implements ClBuffer {
  /** New memory holds no zeros by chance. */
  private static final byte UNINITIALISED = (byte) 0xA5;

  private final long bytes;
  private byte[] contents;

  FakeBuffer(Recorder recorder, String name, long bytes) {
    super(recorder, Kind.BUFFER, name);
    this.bytes = bytes;
  }

  byte[] contents() {
    if (contents == null) {
      contents = new byte[Math.toIntExact(bytes)];
      Arrays.fill(contents, UNINITIALISED);
    }
    return contents;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
