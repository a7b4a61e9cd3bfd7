package oncilla.train;

import java.util.Arrays;
import oncilla.random.Shuffle;

/**
 * In which order the batches of an epoch take the examples: shuffled anew for each epoch, or as
 * they are stored. It follows from seed and epoch alone, so a run may begin in any of them.
 */
final class BatchOrder {
  private final int examples;
  private final long seed;
  private final boolean shuffled;
  private final int[] rows;

  /**
   * The order of a run's batches.
   *
   * @param examples N
   * @param length elements of an order, at least N; those behind N repeat the last example
   */
  BatchOrder(TrainingConfig config, int examples, int length) {
    this.examples = examples;
    seed = config.seed();
    shuffled = config.shuffles();
    rows = new int[length];
  }

  /** The order of {@code epoch}; the next call writes over it. */
  int[] of(long epoch) {
    if (shuffled) {
      Shuffle.order(seed, epoch, examples, rows);
    } else {
      Arrays.setAll(rows, i -> i);
    }
    Arrays.fill(rows, examples, rows.length, rows[examples - 1]);
    return rows;
  }
}
