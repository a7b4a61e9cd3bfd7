package oncilla.random;

/**
 * NumPy's legacy generator {@code numpy.random.RandomState(seed)}: MT19937 seeded by {@code
 * init_genrand}, uniforms with 53 bits, and normals by the polar method, which makes two at a time
 * and keeps one for the next call. A seed gives the numbers that {@code RandomState(seed).randn}
 * and {@code .rand} give, in their order; normals to a few ulp, since NumPy takes the logarithm of
 * the C library and this class takes {@link StrictMath#log}, which is the same on every JVM.
 *
 * <p>Sources: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); Marsaglia and Bray,
 * "A convenient method for generating normal variables", SIAM Review 6 (1964).
 */
public final class NumpyRandom {
  private static final int STATE_WORDS = 624;
  private static final int SHIFT_WORDS = 397;
  private static final int TWIST = 0x9908B0DF;
  private static final int UPPER_BIT = 0x80000000;
  private static final int LOWER_BITS = 0x7FFFFFFF;

  private final int[] state = new int[STATE_WORDS];
  private int next = STATE_WORDS;
  private double keptNormal;
  private boolean hasKeptNormal;

  /**
   * Starts the stream of {@code seed}.
   *
   * @throws IllegalArgumentException if the seed is not in 0 … 2³²−1
   */
  public NumpyRandom(long seed) {
    Seeds.require(seed);
    state[0] = (int) seed;
    for (int i = 1; i < STATE_WORDS; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** The next 32-bit word. */
  public int nextWord() {
    if (next == STATE_WORDS) {
      refill();
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9D2C5680;
    word ^= (word << 15) & 0xEFC60000;
    return word ^ (word >>> 18);
  }

  /** The next uniform number in [0, 1), a multiple of 2⁻⁵³ ({@code random_sample}). */
  public double uniform() {
    long high = nextWord() >>> 5;
    long low = nextWord() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /** The next standard normal ({@code randn}). */
  public double normal() {
    if (hasKeptNormal) {
      hasKeptNormal = false;
      return keptNormal;
    }
    double x1;
    double x2;
    double squaredRadius;
    do {
      x1 = 2.0 * uniform() - 1.0;
      x2 = 2.0 * uniform() - 1.0;
      squaredRadius = x1 * x1 + x2 * x2;
    } while (squaredRadius >= 1.0 || squaredRadius == 0.0);
    double factor = Math.sqrt(-2.0 * StrictMath.log(squaredRadius) / squaredRadius);
    keptNormal = factor * x1;
    hasKeptNormal = true;
    return factor * x2;
  }

  /** The next {@code count} standard normals. */
  public double[] normals(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = normal();
    }
    return values;
  }

  private void refill() {
    for (int i = 0; i < STATE_WORDS; i++) {
      int mixed = (state[i] & UPPER_BIT) | (state[(i + 1) % STATE_WORDS] & LOWER_BITS);
      int twist = (mixed & 1) == 0 ? 0 : TWIST;
      state[i] = state[(i + SHIFT_WORDS) % STATE_WORDS] ^ (mixed >>> 1) ^ twist;
    }
    next = 0;
  }
}
