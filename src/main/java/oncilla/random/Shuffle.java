package oncilla.random;

/**
 * The order in which an epoch visits the examples, and other orders that are drawn like it: a
 * Fisher–Yates shuffle of 0 … N−1. For i = N−1 down to 1, element i changes places with element j =
 * ⌊u·(i+1) / 2⁶⁴⌋, where u = w0 + 2³²·w1 are words of the {@link Philox} block with key (seed,
 * stream) and counter (i low, i high, index low, index high); for an epoch the stream is {@link
 * Philox#SHUFFLE} and the index the epoch. So any program and any device has the same order, and
 * that of an epoch does not depend on the epochs before it.
 */
public final class Shuffle {
  private static final long WORD = 0xFFFFFFFFL;

  private Shuffle() {}

  /**
   * Writes the order of an epoch.
   *
   * @param seed 0 … 2³²−1
   * @param epoch passes over the examples before this one
   * @param count N
   * @param order modified: the first N elements
   * @throws IllegalArgumentException if the seed is out of its range or the epoch negative
   */
  public static void order(long seed, long epoch, int count, int[] order) {
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch is at least 0, not " + epoch);
    }
    order(seed, Philox.SHUFFLE, epoch, count, order);
  }

  /**
   * Writes another order.
   *
   * @param seed 0 … 2³²−1
   * @param stream one of the streams of {@link Philox}
   * @param index which order of that stream
   * @param count N
   * @param order modified: the first N elements
   * @throws IllegalArgumentException if the seed is out of its range
   */
  public static void order(long seed, int stream, long index, int count, int[] order) {
    int key = (int) Seeds.require(seed);
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    int[] words = new int[Philox.WORDS];
    for (int i = count - 1; i > 0; i--) {
      Philox.block(key, stream, i, 0, (int) index, (int) (index >>> 32), words);
      int j = scaled((words[0] & WORD) | (long) words[1] << 32, i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
  }

  /** ⌊u·n / 2⁶⁴⌋ of an unsigned u; {@code multiplyHigh} takes it for a signed one. */
  private static int scaled(long u, int n) {
    return (int) (Math.multiplyHigh(u, n) + (u < 0 ? n : 0));
  }
}
