package oncilla.data.mutation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * PNG: chunks of length, type, data and CRC behind eight bytes. Sometimes the pixels are mutated
 * before they are deflated; always the CRCs are made right.
 */
final class PngStructure implements Structure {
  private static final int SIGNATURE_BYTES = 8;
  private static final int IDAT = 'I' << 24 | 'D' << 16 | 'A' << 8 | 'T';

  @Override
  public byte[] mutate(byte[] file, byte[] other, SplittableRandom random) {
    return random.nextInt(3) == 0
        ? withData(file, random)
        : mended(ByteMutations.several(file, other, random));
  }

  /** Mutates the inflated pixels of the first IDAT chunk. */
  private static byte[] withData(byte[] file, SplittableRandom random) {
    ByteBuffer chunks = ByteBuffer.wrap(file).position(SIGNATURE_BYTES);
    while (chunks.remaining() >= 12) {
      int start = chunks.position();
      int length = chunks.getInt();
      if (chunks.getInt() == IDAT) {
        byte[] packed = Arrays.copyOfRange(file, start + 8, start + 8 + length);
        byte[] pixels = Deflated.inflate(packed);
        byte[] mutated = Deflated.deflate(ByteMutations.several(pixels, pixels, random));
        byte[] result =
            ByteMutations.replaced(file, start + 8, start + 8 + length, mutated, 0, mutated.length);
        ByteBuffer.wrap(result).putInt(start, mutated.length);
        return mended(result);
      }
      chunks.position(start + 12 + length);
    }
    return file.clone();
  }

  private static byte[] mended(byte[] file) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(file, 0, Math.min(file.length, SIGNATURE_BYTES));
    int at = SIGNATURE_BYTES;
    while (at + 12 <= file.length) {
      long length = ByteBuffer.wrap(file).getInt(at);
      if (length < 0 || at + 12 + length > file.length) {
        break;
      }
      CRC32 sum = new CRC32();
      sum.update(file, at + 4, 4 + (int) length);
      result.write(file, at, 8 + (int) length);
      result.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
      at += 12 + (int) length;
    }
    if (at < file.length) {
      result.write(file, at, file.length - at);
    }
    return result.toByteArray();
  }
}
