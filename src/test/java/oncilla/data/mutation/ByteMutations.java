package oncilla.data.mutation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Mutations that know nothing of a format: bits, bytes, numbers, pieces. Mostly few and small, so
 * that what is mutated still gets far into a reader.
 */
final class ByteMutations {
  private static final int[] BYTES = {0, 1, 2, 0x7f, 0x80, 0xfe, 0xff, ' ', '0', '\n'};

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    -2,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0xffffff,
    0x1000000,
    0x7ffffff0L,
    0x7fffffffL,
    0x80000000L,
    0xfffffff0L,
    0xffffffffL,
    0x100000000L,
    0x40000001L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x7fffffff00000000L
  };

  private static final int MOST_BYTES = 1 << 16;

  private ByteMutations() {}

  /**
   * One to four mutations, one after the other.
   *
   * @param bytes not modified
   * @param other another file of the kind, to take pieces from
   */
  static byte[] several(byte[] bytes, byte[] other, SplittableRandom random) {
    byte[] result = bytes;
    int count = 1 + (random.nextInt(3) == 0 ? random.nextInt(4) : 0);
    for (int i = 0; i < count; i++) {
      result = one(result, other, random);
    }
    return result.length > MOST_BYTES ? Arrays.copyOf(result, MOST_BYTES) : result;
  }

  private static byte[] one(byte[] from, byte[] other, SplittableRandom random) {
    if (from.length == 0) {
      return other.clone();
    }
    byte[] bytes = from.clone();
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(random.nextBoolean() ? 8 : bytes.length);
    int end = Math.min(bytes.length, at + length);
    switch (random.nextInt(13)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt();
      case 3 -> bytes[at] = (byte) BYTES[random.nextInt(BYTES.length)];
      case 4 -> bytes[at] += (byte) (random.nextInt(9) - 4);
      case 5, 6 -> setNumber(bytes, at, number(random, bytes.length), random);
      case 7 -> blowUpLength(bytes, at, random);
      case 8 -> bytes = Arrays.copyOf(bytes, at);
      case 9 -> bytes = replaced(bytes, at, at, bytes, at, end);
      case 10 -> bytes = replaced(bytes, at, end, bytes, at, at);
      case 11 -> swap(bytes, at, end, random);
      default -> {
        int start = random.nextInt(other.length + 1);
        int stop = Math.min(other.length, start + length);
        boolean inserts = random.nextBoolean();
        bytes = replaced(bytes, at, inserts ? at : end, other, start, stop);
      }
    }
    return bytes;
  }

  private static long number(SplittableRandom random, int length) {
    return random.nextInt(4) == 0
        ? length + random.nextInt(17) - 8
        : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private static void setNumber(byte[] bytes, int at, long number, SplittableRandom random) {
    int width = Math.min(1 << random.nextInt(4), bytes.length - at);
    boolean bigEndian = random.nextBoolean();
    for (int i = 0; i < width; i++) {
      int shift = 8 * (bigEndian ? width - 1 - i : i);
      bytes[at + i] = (byte) (number >> shift);
    }
  }

  /** From a place on, looks for what can be a length, and makes it another one. */
  private static void blowUpLength(byte[] bytes, int from, SplittableRandom random) {
    for (int at = from; at + 4 <= bytes.length; at++) {
      int little = bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] << 16;
      boolean isLittle = bytes[at + 3] == 0 && little > 0 && little <= bytes.length;
      int big = bytes[at + 1] << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
      boolean isBig = bytes[at] == 0 && big > 0 && big <= bytes.length;
      if (isLittle || isBig) {
        long length = isLittle ? little : big;
        long blown =
            random.nextBoolean()
                ? number(random, bytes.length)
                : length * (1L << random.nextInt(24)) + random.nextInt(2);
        for (int i = 0; i < 4; i++) {
          bytes[at + i] = (byte) (blown >> 8 * (isLittle ? i : 3 - i));
        }
        return;
      }
    }
    setNumber(bytes, from, number(random, bytes.length), random);
  }

  private static void swap(byte[] bytes, int at, int end, SplittableRandom random) {
    int length = Math.min(end - at, bytes.length / 2);
    int there = random.nextInt(bytes.length - length + 1);
    byte[] piece = Arrays.copyOfRange(bytes, there, there + length);
    System.arraycopy(bytes, Math.min(at, bytes.length - length), bytes, there, length);
    System.arraycopy(piece, 0, bytes, Math.min(at, bytes.length - length), length);
  }

  /** The bytes with {@code from … to} replaced by {@code start … stop} of another array. */
  static byte[] replaced(byte[] bytes, int from, int to, byte[] other, int start, int stop) {
    byte[] result = new byte[bytes.length - (to - from) + stop - start];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(other, start, result, from, stop - start);
    System.arraycopy(bytes, to, result, from + stop - start, bytes.length - to);
    return result;
  }
}
