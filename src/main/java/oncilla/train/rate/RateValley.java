package oncilla.train.rate;

import java.util.OptionalInt;

/**
 * The first valley of costs whose learning rates grow, and how far down it the fall is.
 *
 * <p>Costs of mini-batches differ by more than an update changes them, and an average of those that
 * came before shows a fall later than it was. So each cost is replaced by the mean of those around
 * it, with weights that decrease linearly to a fourteenth of the range on both sides (half a decade
 * of seven); costs above twice the level at the start, which is the mean of the first tenth, count
 * as twice that level, so that a blow-up is not seen before it was.
 *
 * <p>The valley ends where the mean is above the lowest before it by a tenth of the fall, and by
 * more than noise explains: four standard errors, from the differences of neighbouring costs. What
 * falls behind it are the outputs of a net that has been destroyed and says the same of all
 * examples.
 */
final class RateValley {
  private static final int SIDES = 14;
  private static final int TENTH = 10;
  private static final int TWENTIETH = 20;
  private static final double BLOW_UP = 2;
  private static final double RISE = 0.1;
  private static final double ERRORS_OF_RISE = 4;
  private static final double ERRORS_OF_FALL = 2;
  private static final double LEAST_FALL = 0.01;

  /** How much of the fall the suggestion leaves behind it. */
  private static final double SHARE = 2.0 / 3;

  private final double[] means;
  private final double start;
  private final int first;
  private final int width;
  private int lowest;
  private final boolean falls;

  /**
   * Finds it.
   *
   * @param costs at least one, of the rates from the first on
   * @param updates rates of the whole range
   */
  RateValley(double[] costs, int updates) {
    start = mean(costs, Math.min(costs.length, Math.max(1, updates / TENTH)));
    double[] clipped = new double[costs.length];
    for (int i = 0; i < costs.length; i++) {
      clipped[i] = Math.min(costs[i], BLOW_UP * start);
    }
    width = Math.max(1, updates / SIDES);
    first = Math.min(updates / TWENTIETH, costs.length - 1);
    means = new double[costs.length];
    double noise = noise(clipped, Math.min(costs.length, updates / 2));
    double error = 0;
    lowest = first;
    for (int i = 0; i < costs.length; i++) {
      means[i] = around(clipped, i);
    }
    for (int i = first; i < costs.length; i++) {
      if (means[i] < means[lowest]) {
        lowest = i;
      }
      error = noise * errorOfMean(costs.length, i);
      double rise = means[i] - means[lowest];
      if (rise > Math.max(ERRORS_OF_RISE * error, RISE * (start - means[lowest]))) {
        break;
      }
    }
    double fall = start - means[lowest];
    falls =
        fall >= LEAST_FALL * start
            && fall > ERRORS_OF_FALL * noise * errorOfMean(costs.length, lowest);
  }

  private static double mean(double[] costs, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += costs[i];
    }
    return sum / count;
  }

  /** The standard deviation of a cost, as neighbours differ by √2 of it. */
  private static double noise(double[] costs, int count) {
    double squares = 0;
    for (int i = 1; i < count; i++) {
      squares += (costs[i] - costs[i - 1]) * (costs[i] - costs[i - 1]);
    }
    return count < 2 ? 0 : Math.sqrt(squares / (count - 1) / 2);
  }

  private double weight(int at, int i) {
    return Math.max(0, width + 1 - Math.abs(at - i));
  }

  private double around(double[] costs, int at) {
    double sum = 0;
    double weights = 0;
    for (int i = Math.max(0, at - width); i < Math.min(costs.length, at + width + 1); i++) {
      sum += weight(at, i) * costs[i];
      weights += weight(at, i);
    }
    return sum / weights;
  }

  /** The standard error of a mean of costs whose deviation is 1. */
  private double errorOfMean(int costs, int at) {
    double squares = 0;
    double weights = 0;
    for (int i = Math.max(0, at - width); i < Math.min(costs, at + width + 1); i++) {
      squares += weight(at, i) * weight(at, i);
      weights += weight(at, i);
    }
    return Math.sqrt(squares) / weights;
  }

  /** Where the mean is lowest. */
  int lowest() {
    return lowest;
  }

  /** The mean there. */
  double lowestCost() {
    return means[lowest];
  }

  /** Where the mean falls most, from a side's width before to a side's width behind. */
  OptionalInt steepest() {
    double fastest = 0;
    int at = -1;
    for (int i = first; falls && i <= lowest; i++) {
      double fall = means[Math.max(first, i - width)] - means[Math.min(lowest, i + width)];
      if (fall > fastest) {
        fastest = fall;
        at = i;
      }
    }
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
  }

  /** The first place with two thirds of the fall behind it; empty if there is no fall. */
  OptionalInt suggestion() {
    for (int i = first; falls && i <= lowest; i++) {
      if (start - means[i] >= SHARE * (start - means[lowest])) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
