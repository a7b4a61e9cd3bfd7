package oncilla.backend;

/**
 * Which dropout mask to draw: its place in the Philox4x32-10 stream and its threshold.
 *
 * @param seed the run's seed, 0 … 2³²−1 (first word of the key; the second is stream 0)
 * @param layer the layer counted from 1, at most 65535
 * @param threshold T = ceil(keepProbability · 2³²); a unit is kept where its word is below it
 */
public record DropoutMask(long seed, int layer, long threshold) {
  /** Checks the ranges. */
  public DropoutMask {
    if (seed < 0 || seed > 0xFFFFFFFFL) {
      throw new IllegalArgumentException("a seed lies in 0 ... 4294967295, not " + seed);
    }
    if (layer < 1 || layer > 0xFFFF) {
      throw new IllegalArgumentException("a layer lies in 1 ... 65535, not " + layer);
    }
    if (threshold < 1 || threshold > 0xFFFFFFFFL) {
      throw new IllegalArgumentException(
          "a keep probability lies above 0 and below 1 (threshold " + threshold + ")");
    }
  }

  /**
   * The mask of {@code layer} that keeps a unit with probability {@code keepProbability} in (0, 1).
   */
  public static DropoutMask of(long seed, int layer, double keepProbability) {
    return new DropoutMask(seed, layer, (long) Math.ceil(keepProbability * 0x1p32));
  }
}
