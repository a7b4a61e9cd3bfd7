package oncilla.train.rate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Costs against learning rates, and what they suggest.
 *
 * <p>Costs are smoothed: s_i = v_i / (1 − β^(i+1)) with v_i = β·v_(i−1) + (1 − β)·J_i and v_(−1) =
 * 0. β is 0.9 for 100 updates and 0.9^(100 / N) for N, so that the average is taken over the same
 * share of the range, about a tenth, however many updates there are.
 *
 * <p>The suggestion is the smaller of two rates, in two significant digits:
 *
 * <ul>
 *   <li>the middle of that tenth of the range over which the smoothed cost falls most; it ends at
 *       the lowest smoothed cost at the latest, and falls by 1 % at least;
 *   <li>a tenth of the rate with the lowest smoothed cost.
 * </ul>
 *
 * <p>The first twentieth of the range is not looked at: there the average is one of a few costs,
 * and those of small batches differ.
 *
 * <p>Source: Smith, "Cyclical learning rates for training neural networks", WACV 2017; both rules
 * are those of fastai's {@code lr_find}.
 */
public final class RateCurve {
  private static final double DECAY = 0.9;
  private static final double UPDATES_OF_DECAY = 100;
  private static final double BELOW_LOWEST = 10;
  private static final double RISE = 4;
  private static final int TENTH = 10;
  private static final int TWENTIETH = 20;
  private static final double LEAST_FALL = 0.01;

  /** Why there are no more points. */
  public enum Ending {
    /** All rates were tried. */
    ALL,
    /** The smoothed cost was above four times its lowest. */
    ROSE,
    /** The cost was not finite any more. */
    NOT_FINITE
  }

  /**
   * One update.
   *
   * @param rate its learning rate
   * @param cost J before it
   * @param smoothedCost the average of the costs so far
   */
  public record Point(double rate, double cost, double smoothedCost) {}

  private final RateRange range;
  private final double decay;
  private final List<Point> points = new ArrayList<>();
  private Ending ending = Ending.ALL;
  private double average;
  private double least = Double.POSITIVE_INFINITY;
  private int lowest;

  /** No points yet. */
  RateCurve(RateRange range) {
    this.range = range;
    decay = Math.pow(DECAY, UPDATES_OF_DECAY / range.updates());
  }

  /** Adds the cost of the next update; false if no more are wanted. */
  boolean add(double cost) {
    average = decay * average + (1 - decay) * cost;
    int update = points.size();
    double smoothed = average / (1 - Math.pow(decay, update + 1.0));
    points.add(new Point(range.rate(update), cost, smoothed));
    if (update <= unlooked() || smoothed < lowest().smoothedCost()) {
      lowest = update;
    }
    least = Math.min(least, smoothed);
    if (smoothed > RISE * least) {
      ending = Ending.ROSE;
    }
    return ending == Ending.ALL;
  }

  /** The next cost is not finite. */
  void endNotFinite() {
    ending = Ending.NOT_FINITE;
  }

  /** What was to be tried. */
  public RateRange range() {
    return range;
  }

  /** One point for each update whose cost was finite, at least one. */
  public List<Point> points() {
    return List.copyOf(points);
  }

  /** Why there are no more. */
  public Ending ending() {
    return ending;
  }

  /** The point with the lowest smoothed cost, behind the first twentieth of the range. */
  public Point lowest() {
    return points.get(lowest);
  }

  /**
   * The point in the middle of the tenth of the range over which the smoothed cost falls most;
   * empty if it falls nowhere by 1 %.
   */
  public Optional<Point> steepest() {
    int tenth = range.updates() / TENTH;
    double fastest = 0;
    int at = -1;
    for (int end = unlooked() + tenth; end <= lowest; end++) {
      double before = points.get(end - tenth).smoothedCost();
      double fall = before - points.get(end).smoothedCost();
      if (fall > fastest && fall >= LEAST_FALL * before) {
        fastest = fall;
        at = end - (tenth + 1) / 2;
      }
    }
    return at < 0 ? Optional.empty() : Optional.of(points.get(at));
  }

  private int unlooked() {
    return range.updates() / TWENTIETH;
  }

  /** The learning rate to try; empty if the cost fell at none. */
  public OptionalDouble suggestion() {
    return steepest().stream()
        .mapToDouble(point -> Math.min(point.rate(), lowest().rate() / BELOW_LOWEST))
        .map(RateCurve::rounded)
        .findFirst();
  }

  /** In two significant digits. */
  private static double rounded(double rate) {
    return new BigDecimal(rate).round(new MathContext(2, RoundingMode.HALF_EVEN)).doubleValue();
  }
}
