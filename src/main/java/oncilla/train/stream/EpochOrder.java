package oncilla.train.stream;

/** Which examples the batches of an epoch take. */
@FunctionalInterface
public interface EpochOrder {
  /**
   * The examples of an epoch in their order, from the start of the array; what is behind them has
   * no meaning. The next call may write over it; no two threads call at the same time.
   */
  int[] of(long epoch);
}
