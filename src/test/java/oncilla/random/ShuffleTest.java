package oncilla.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Against a program of its own in Python, whose whole numbers have no size. */
class ShuffleTest {
  @Test
  void theOrdersOfTwoEpochs() {
    assertArrayEquals(new int[] {3, 1, 8, 2, 6, 7, 4, 9, 0, 5}, order(3, 0, 10));
    assertArrayEquals(new int[] {0, 1, 8, 3, 5, 4, 9, 2, 7, 6}, order(3, 1, 10));
  }

  @Test
  void theLargestSeedAndAnEpochBeyond32Bits() {
    assertArrayEquals(
        new int[] {10, 2, 4, 0, 11, 3, 5, 8, 7, 1, 6, 9}, order(0xFFFFFFFFL, (1L << 32) + 5, 12));
  }

  @Test
  void oneExampleAndTwo() {
    assertArrayEquals(new int[] {0}, order(0, 0, 1));
    assertArrayEquals(new int[] {1, 0}, order(0, 0, 2));
    assertArrayEquals(new int[] {0, 1}, order(0, 1, 2));
    assertArrayEquals(new int[] {1, 0}, order(0, 2, 2));
  }

  @Test
  void anOrderOfThousands() {
    int[] order = order(3, 7, 20_000);
    assertArrayEquals(new int[] {7957, 1215, 6574, 15973, 623}, Arrays.copyOf(order, 5));
    ByteBuffer bytes = ByteBuffer.allocate(80_000).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(order);
    CRC32 crc = new CRC32();
    crc.update(bytes.array());
    assertEquals(2755264751L, crc.getValue());
  }

  /** What is behind the examples is not touched. */
  @Test
  void onlyTheFirstElementsAreWritten() {
    int[] order = new int[12];
    Arrays.fill(order, 99);
    Shuffle.order(3, 0, 10, order);
    assertArrayEquals(new int[] {3, 1, 8, 2, 6, 7, 4, 9, 0, 5, 99, 99}, order);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> order(-1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> order(1L << 32, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> order(3, -1, 3));
  }

  private static int[] order(long seed, long epoch, int count) {
    int[] order = new int[count];
    Shuffle.order(seed, epoch, count, order);
    return order;
  }
}
