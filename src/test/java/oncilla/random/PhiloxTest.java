package oncilla.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.rng.core.source32.Philox4x32;
import org.junit.jupiter.api.Test;

/** Against the vectors published with Random123, and against another implementation. */
class PhiloxTest {
  @Test
  void zeroKeyAndCounter() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0, 0, 0, 0));
  }

  @Test
  void allOnes() {
    assertArrayEquals(
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1, -1, -1, -1));
  }

  @Test
  void digitsOfPi() {
    assertArrayEquals(
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
  }

  @Test
  void agreesWithCommonsRngWhichStartsOneCounterLater() {
    NumpyRandom keys = new NumpyRandom(7);
    int[] words = new int[4];
    for (int trial = 0; trial < 500; trial++) {
      int key0 = keys.nextWord();
      int key1 = keys.nextWord();
      int c1 = keys.nextWord();
      int c2 = keys.nextWord();
      int c3 = keys.nextWord();
      Philox4x32 other = new Philox4x32(new int[] {key0, key1, 0, c1, c2, c3});
      for (int block = 1; block <= 20; block++) {
        Philox.block(key0, key1, block, c1, c2, c3, words);
        for (int word = 0; word < 4; word++) {
          assertEquals(other.nextInt(), words[word], "trial " + trial + ", block " + block);
        }
      }
    }
  }

  private static int[] block(int key0, int key1, int c0, int c1, int c2, int c3) {
    int[] words = new int[4];
    Philox.block(key0, key1, c0, c1, c2, c3, words);
    return words;
  }
}
