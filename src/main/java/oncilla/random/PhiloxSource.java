package oncilla.random;

/**
 * Reads a {@link Philox} stream in order. The counter is (block low, block high, index low, index
 * high): {@code index} numbers what is drawn, an epoch or a picture, so that the random numbers of
 * picture 7 do not depend on whether picture 6 was drawn.
 */
public final class PhiloxSource {
  private final int key0;
  private final int key1;
  private final long index;
  private final int[] words = new int[Philox.WORDS];
  private long block;
  private int next = Philox.WORDS;

  /**
   * Starts at block 0.
   *
   * @param seed 0 … 2³²−1
   * @param stream one of the streams of {@link Philox}
   * @param index which epoch, picture, …
   * @throws IllegalArgumentException if the seed is out of its range
   */
  public PhiloxSource(long seed, int stream, long index) {
    key0 = (int) Seeds.require(seed);
    key1 = stream;
    this.index = index;
  }

  /** The next 32-bit word. */
  public int nextInt() {
    if (next == Philox.WORDS) {
      Philox.block(
          key0, key1, (int) block, (int) (block >>> 32), (int) index, (int) (index >>> 32), words);
      block++;
      next = 0;
    }
    return words[next++];
  }

  /**
   * The next integer in 0 … bound−1, each equally likely.
   *
   * <p>Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
   *
   * @throws IllegalArgumentException if the bound is not positive
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("a bound must be positive, not " + bound);
    }
    long rejected = (1L << 32) % bound;
    long product;
    do {
      product = (nextInt() & 0xFFFFFFFFL) * bound;
    } while ((product & 0xFFFFFFFFL) < rejected);
    return (int) (product >>> 32);
  }

  /** The next uniform number in [0, 1), a multiple of 2⁻⁵³, from two words. */
  public double uniform() {
    long high = nextInt() >>> 5;
    long low = nextInt() >>> 6;
    return ((high << 26) | low) * 0x1p-53;
  }
}
