package oncilla.train.rate;

/**
 * The learning rates of a range test: they grow by the same factor from update to update.
 *
 * @param from the first, positive
 * @param to the last, larger
 * @param updates how many, at least 10
 */
public record RateRange(double from, double to, int updates) {
  private static final int FEWEST = 10;

  /** Checks the range. */
  public RateRange {
    if (!(from > 0) || !(to > from) || Double.isInfinite(to)) {
      throw new IllegalArgumentException(
          "learning rates grow from a positive one to a larger one, not from "
              + from
              + " to "
              + to);
    }
    if (updates < FEWEST) {
      throw new IllegalArgumentException(
          "a range test needs at least " + FEWEST + " updates, not " + updates);
    }
  }

  /** The rate of update i, from 0: from · (to / from)^(i / (updates − 1)). */
  public double rate(int update) {
    return update == updates - 1 ? to : from * Math.pow(to / from, update / (updates - 1.0));
  }
}
