package oncilla.backend;

/**
 * Inverted dropout behind a layer: which units it drops, and the memory of its mask.
 *
 * <p>A unit is kept where its word of Philox4x32-10 is below the threshold T = ceil(keepProbability
 * · 2³²). Key = (seed, 0); counter = (e/4 low, layer | e/4 high &lt;&lt; 16, step low, step high),
 * word e mod 4, for element e = (firstRow + row) · n + column. Integers only, so every backend
 * draws the same bits. Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC
 * 2011.
 *
 * @param seed the run's seed, 0 … 2³²−1 (first word of the key; the second is stream 0)
 * @param layer the layer counted from 1, at most 65535
 * @param keepProbability in (0, 1)
 * @param firstRow where the mask's first row lies in the whole batch: 0 unless the batch is shared
 *     out or cut into pieces
 * @param state gives the step
 * @param mask where the mask is drawn to: {@code m × n} of type {@code U8}, 1 for a kept unit, else
 *     0
 */
public record Dropout(
    long seed, int layer, double keepProbability, long firstRow, StepState state, Tensor mask) {
  /** Checks the ranges. */
  public Dropout {
    if (seed < 0 || seed > 0xFFFFFFFFL) {
      throw new IllegalArgumentException("a seed lies in 0 ... 4294967295, not " + seed);
    }
    if (layer < 1 || layer > 0xFFFF) {
      throw new IllegalArgumentException("a layer lies in 1 ... 65535, not " + layer);
    }
    if (!(keepProbability > 0) || threshold(keepProbability) > 0xFFFFFFFFL) {
      throw new IllegalArgumentException(
          "a keep probability lies above 0 and below 1, not " + keepProbability);
    }
    if (firstRow < 0) {
      throw new IllegalArgumentException("a first row is at least 0, not " + firstRow);
    }
  }

  /** T: a unit is kept where its word is below it. */
  public long threshold() {
    return threshold(keepProbability);
  }

  /** Index in the whole batch of the mask's first element. */
  public long firstElement() {
    return Math.multiplyExact(firstRow, mask.shape().columns());
  }

  private static long threshold(double keepProbability) {
    return (long) Math.ceil(keepProbability * 0x1p32);
  }
}
