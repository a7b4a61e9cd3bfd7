package oncilla.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PhiloxSourceTest {
  @Test
  void readsBlocksInOrder() {
    long index = 0x500000007L;
    PhiloxSource source = new PhiloxSource(0xFFFFFFFEL, Philox.DEMO_PICTURES, index);
    int[] words = new int[4];
    for (int block = 0; block < 10; block++) {
      Philox.block(-2, 3, block, 0, 7, 5, words);
      for (int word : words) {
        assertEquals(word, source.nextInt());
      }
    }
  }

  @Test
  void streamsAndIndicesDiffer() {
    int first = new PhiloxSource(3, Philox.SHUFFLE, 0).nextInt();
    assertNotEquals(first, new PhiloxSource(3, Philox.AUGMENTATION, 0).nextInt());
    assertNotEquals(first, new PhiloxSource(3, Philox.SHUFFLE, 1).nextInt());
    assertNotEquals(first, new PhiloxSource(4, Philox.SHUFFLE, 0).nextInt());
  }

  @Test
  void uniformsFillTheInterval() {
    PhiloxSource source = new PhiloxSource(1, Philox.SHUFFLE, 0);
    double sum = 0;
    double squares = 0;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      double uniform = source.uniform();
      assertTrue(uniform >= 0 && uniform < 1);
      sum += uniform;
      squares += uniform * uniform;
    }
    // Five standard deviations of the means of u and of u².
    assertEquals(0.5, sum / count, 5 * Math.sqrt(1.0 / 12 / count));
    assertEquals(1.0 / 3, squares / count, 5 * Math.sqrt(4.0 / 45 / count));
  }

  @Test
  void boundedIntegersAreEquallyLikely() {
    PhiloxSource source = new PhiloxSource(2, Philox.SHUFFLE, 0);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[source.nextInt(7)]++;
    }
    for (int count : counts) {
      assertEquals(10_000, count, 5 * Math.sqrt(70_000 * (1 / 7.0) * (6 / 7.0)));
    }
    assertEquals(0, source.nextInt(1));
    assertTrue(source.nextInt(Integer.MAX_VALUE) >= 0);
  }

  @Test
  void badBoundsAndSeedsAreRefused() {
    PhiloxSource source = new PhiloxSource(2, Philox.SHUFFLE, 0);
    assertThrows(IllegalArgumentException.class, () -> source.nextInt(0));
    assertThrows(IllegalArgumentException.class, () -> new PhiloxSource(-1, 0, 0));
  }
}
