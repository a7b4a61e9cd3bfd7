package oncilla.data.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** safetensors: the text of the JSON header is mutated, and its length in front is made right. */
final class SafetensorsStructure implements Structure {
  @Override
  public byte[] mutate(byte[] file, byte[] other, SplittableRandom random) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int end = Long.BYTES + (int) buffer.getLong(0);
    byte[] header = TextMutations.several(Arrays.copyOfRange(file, Long.BYTES, end), random);
    byte[] result = ByteMutations.replaced(file, Long.BYTES, end, header, 0, header.length);
    ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length);
    return result;
  }
}
