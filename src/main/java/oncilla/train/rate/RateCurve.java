package oncilla.train.rate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
 *   <li>the one where the smoothed cost falls fastest against the logarithm of the rate, looked for
 *       between the first tenth of the range, where the average is one of a few costs, and the
 *       lowest smoothed cost;
 *   <li>a tenth of the one with the lowest smoothed cost.
 * </ul>
 *
 * <p>Source: Smith, "Cyclical learning rates for training neural networks", WACV 2017; both rules
 * are those of fastai's {@code lr_find}.
 */
public final class RateCurve {
  private static final double DECAY = 0.9;
  private static final double UPDATES_OF_DECAY = 100;
  private static final double BELOW_LOWEST = 10;
  private static final double RISE = 4;

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
    if (smoothed < points.get(lowest).smoothedCost()) {
      lowest = update;
    }
    if (smoothed > RISE * lowest().smoothedCost()) {
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

  /** The point with the lowest smoothed cost. */
  public Point lowest() {
    return points.get(lowest);
  }

  /** The point to which the smoothed cost falls fastest; empty if it falls nowhere. */
  public Optional<Point> steepest() {
    int first = (int) Math.ceil(1 / (1 - decay));
    double fastest = 0;
    OptionalInt at = OptionalInt.empty();
    for (int i = Math.max(1, first); i <= lowest; i++) {
      double fall = points.get(i).smoothedCost() - points.get(i - 1).smoothedCost();
      if (fall < fastest) {
        fastest = fall;
        at = OptionalInt.of(i);
      }
    }
    return at.isEmpty() ? Optional.empty() : Optional.of(points.get(at.getAsInt()));
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
