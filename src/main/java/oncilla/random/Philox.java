package oncilla.random;

/**
 * Philox4x32-10: a function from a key of two words and a counter of four words to four random
 * words. There is no state, so element i of a stream costs the same as element 0 and any number of
 * work items can draw side by side.
 *
 * <p>The key is (seed, stream); the streams below keep uses apart that share a seed.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
public final class Philox {
  /** Stream of dropout masks. */
  public static final int DROPOUT = 0;

  /** Stream of the order of examples. */
  public static final int SHUFFLE = 1;

  /** Stream of image augmentation. */
  public static final int AUGMENTATION = 2;

  /** Stream of the demo pictures. */
  public static final int DEMO_PICTURES = 3;

  /** Stream of what is held out of a training set to validate on. */
  public static final int VALIDATION = 4;

  /**
   * Stream of the demo points. It has the number of {@link #VALIDATION}, and is kept for the points
   * that a seed has always given: nothing draws both, as demo points are never split.
   */
  public static final int DEMO_POINTS = 4;

  /** Words of one block. */
  public static final int WORDS = 4;

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final long WORD = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * The four words at one counter. All words are unsigned.
   *
   * @param key0 first word of the key, the seed
   * @param key1 second word of the key, the stream
   * @param c0 first word of the counter
   * @param c1 second word of the counter
   * @param c2 third word of the counter
   * @param c3 fourth word of the counter
   * @param words at least four words, the first four are modified
   */
  public static void block(int key0, int key1, int c0, int c1, int c2, int c3, int[] words) {
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (x0 & WORD);
      long product1 = MULTIPLIER_1 * (x2 & WORD);
      x0 = (int) (product1 >>> 32) ^ x1 ^ k0;
      x1 = (int) product1;
      x2 = (int) (product0 >>> 32) ^ x3 ^ k1;
      x3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    words[0] = x0;
    words[1] = x1;
    words[2] = x2;
    words[3] = x3;
  }
}
