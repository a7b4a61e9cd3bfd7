package oncilla.backend;

import oncilla.random.Seeds;

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
 * @param keepProbability above 0, at most {@link #LARGEST_KEEP_PROBABILITY}
 * @param firstRow where the mask's first row lies in the whole batch: 0 unless the batch is shared
 *     out or cut into pieces; the batch has at most 2⁵⁰ elements up to the mask's last
 * @param state gives the step
 * @param mask where the mask is drawn to: {@code m × n} of type {@code U8}, 1 for a kept unit, else
 *     0
 */
public record Dropout(
    long seed, int layer, double keepProbability, long firstRow, StepState state, Tensor mask) {
  /** The largest probability whose threshold fits a word: 1 − 2⁻³². */
  public static final double LARGEST_KEEP_PROBABILITY = 1 - 0x1p-32;

  /** Elements of a batch that a counter of 48 bits tells apart, four to a block. */
  private static final long MOST_ELEMENTS = 1L << 50;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is left
   */
  public Dropout {
    Seeds.require(seed);
    if (layer < 1 || layer > 0xFFFF) {
      throw new IllegalArgumentException("a layer lies in 1 ... 65535, not " + layer);
    }
    if (!(keepProbability > 0 && keepProbability <= LARGEST_KEEP_PROBABILITY)) {
      throw new IllegalArgumentException(
          "a keep probability of dropout lies above 0 and is at most 1 - 2^-32 = "
              + LARGEST_KEEP_PROBABILITY
              + ", not "
              + keepProbability);
    }
    if (firstRow < 0) {
      throw new IllegalArgumentException("a first row is at least 0, not " + firstRow);
    }
    if (firstRow > MOST_ELEMENTS / mask.shape().columns() - mask.shape().rows()) {
      throw new IllegalArgumentException(
          "a batch with a mask of %s from row %d on exceeds the 2^50 elements that masks repeat after"
              .formatted(mask.shape(), firstRow));
    }
  }

  /** T: a unit is kept where its word is below it. */
  public long threshold() {
    return (long) Math.ceil(keepProbability * 0x1p32);
  }

  /** Index in the whole batch of the mask's first element. */
  public long firstElement() {
    return firstRow * mask.shape().columns();
  }
}
