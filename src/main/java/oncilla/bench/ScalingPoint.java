package oncilla.bench;

/**
 * The time of a step at a size n and at n + 1.
 *
 * @param extent what grows
 * @param size n
 * @param perExample seconds of a step for each example, at n
 * @param perExampleNext the same at n + 1
 * @param nextOverThis seconds for each example at n + 1 over those at n, round by round
 */
public record ScalingPoint(
    ScalingSweep.Extent extent,
    int size,
    Statistics perExample,
    Statistics perExampleNext,
    Statistics nextOverThis) {
  /** The most that an example at n + 1 should cost, against one at n. */
  public static final double CLIFF = 1.3;

  /** Whether n + 1 costs more than rounding up to the next block should. */
  public boolean isCliff() {
    return nextOverThis.median() > CLIFF;
  }
}
