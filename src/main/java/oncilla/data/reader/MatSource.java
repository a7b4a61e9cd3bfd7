package oncilla.data.reader;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import us.hebi.matlab.mat.types.Source;

/**
 * Bytes in memory, as the MATLAB library reads them. Its own sources go through {@code
 * sun.misc.Unsafe}, about which Java warns from version 24 on, and they stop in front of the
 * checksums of compressed elements, which are verified here.
 */
final class MatSource implements Source {
  private final ByteBuffer bytes;

  /** Starts at the buffer's position and moves it. */
  MatSource(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  @Override
  public MatSource order(ByteOrder order) {
    bytes.order(order);
    return this;
  }

  @Override
  public ByteOrder order() {
    return bytes.order();
  }

  @Override
  public long getPosition() {
    return bytes.position();
  }

  @Override
  public byte readByte() throws IOException {
    return require(Byte.BYTES).get();
  }

  @Override
  public short readShort() throws IOException {
    return require(Short.BYTES).getShort();
  }

  @Override
  public int readInt() throws IOException {
    return require(Integer.BYTES).getInt();
  }

  @Override
  public long readLong() throws IOException {
    return require(Long.BYTES).getLong();
  }

  @Override
  public float readFloat() throws IOException {
    return require(Float.BYTES).getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return require(Double.BYTES).getDouble();
  }

  @Override
  public void readBytes(byte[] target, int offset, int length) throws IOException {
    require(length).get(target, offset, length);
  }

  @Override
  public void readShorts(short[] target, int offset, int length) throws IOException {
    require((long) length * Short.BYTES);
    for (int i = 0; i < length; i++) {
      target[offset + i] = bytes.getShort();
    }
  }

  @Override
  public void readInts(int[] target, int offset, int length) throws IOException {
    require((long) length * Integer.BYTES);
    for (int i = 0; i < length; i++) {
      target[offset + i] = bytes.getInt();
    }
  }

  @Override
  public void readLongs(long[] target, int offset, int length) throws IOException {
    require((long) length * Long.BYTES);
    for (int i = 0; i < length; i++) {
      target[offset + i] = bytes.getLong();
    }
  }

  @Override
  public void readFloats(float[] target, int offset, int length) throws IOException {
    require((long) length * Float.BYTES);
    for (int i = 0; i < length; i++) {
      target[offset + i] = bytes.getFloat();
    }
  }

  @Override
  public void readDoubles(double[] target, int offset, int length) throws IOException {
    require((long) length * Double.BYTES);
    for (int i = 0; i < length; i++) {
      target[offset + i] = bytes.getDouble();
    }
  }

  @Override
  public void readByteBuffer(ByteBuffer target) throws IOException {
    int length = target.remaining();
    require(length);
    target.put(bytes.slice(bytes.position(), length));
    bytes.position(bytes.position() + length);
  }

  @Override
  public void skip(long length) throws IOException {
    require(length);
    bytes.position(bytes.position() + (int) length);
  }

  @Override
  public MatSource readInflated(int length, int bufferSize) throws IOException {
    require(length);
    byte[] packed = new byte[length];
    bytes.get(packed);
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      ByteBuffer element = ByteBuffer.wrap(in.readAllBytes()).order(order());
      Optional<String> misfit = MatElement.misfitOfInflated(element);
      if (misfit.isPresent()) {
        throw new EOFException(misfit.get());
      }
      return new MatSource(element);
    }
  }

  @Override
  public boolean isMutatedByChildren() {
    return false;
  }

  @Override
  public void close() {
    // Memory only.
  }

  private ByteBuffer require(long length) throws EOFException {
    if (length < 0 || length > bytes.remaining()) {
      throw new EOFException(
          length + " bytes expected at byte " + bytes.position() + ", found " + bytes.remaining());
    }
    return bytes;
  }
}
