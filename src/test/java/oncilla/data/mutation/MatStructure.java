package oncilla.data.mutation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * MATLAB files: a header of 128 bytes and elements. One element is mutated, behind its deflation
 * where there is one, and its length is made right.
 */
final class MatStructure implements Structure {
  private static final int HEADER_BYTES = 128;
  private static final int TAG_BYTES = 8;
  private static final int DEFLATED = 15;

  @Override
  public byte[] mutate(byte[] file, byte[] other, SplittableRandom random) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int elements = 0;
    for (int at = HEADER_BYTES; at < file.length; at += TAG_BYTES + buffer.getInt(at + 4)) {
      elements++;
    }
    int chosen = random.nextInt(elements);
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(file, 0, HEADER_BYTES);
    int at = HEADER_BYTES;
    for (int i = 0; i < elements; i++) {
      int type = buffer.getInt(at);
      int length = buffer.getInt(at + 4);
      byte[] data = Arrays.copyOfRange(file, at + TAG_BYTES, at + TAG_BYTES + length);
      if (i == chosen) {
        byte[] inside = type == DEFLATED ? Deflated.inflate(data) : data;
        byte[] mutated = ByteMutations.several(inside, inside, random);
        data = type == DEFLATED ? Deflated.deflate(mutated) : mutated;
      }
      result.writeBytes(
          ByteBuffer.allocate(TAG_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(type)
              .putInt(data.length)
              .array());
      result.writeBytes(data);
      at += TAG_BYTES + length;
    }
    return result.toByteArray();
  }
}
