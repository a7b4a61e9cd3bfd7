package oncilla.random;

/** The range of seeds: what both generators take, 32 bits without sign. */
public final class Seeds {
  /** The largest seed, 2³²−1. */
  public static final long LARGEST = 0xFFFFFFFFL;

  private Seeds() {}

  /**
   * The seed itself.
   *
   * @throws IllegalArgumentException if it is not in 0 … 2³²−1
   */
  public static long require(long seed) {
    if (seed < 0 || seed > LARGEST) {
      throw new IllegalArgumentException("a seed lies in 0 ... " + LARGEST + ", not " + seed);
    }
    return seed;
  }
}
