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
 * <p>That average ends the test. The suggestion is the first rate with two thirds of the fall
 * behind it, in two significant digits: from the level at the start to the bottom of the first
 * valley, as {@code RateValley} has them. There must be a fall, by 1 % and by two standard errors.
 *
 * <p>Source: Smith, "Cyclical learning rates for training neural networks", WACV 2017. fastai and
 * PyTorch Lightning take the place where such an average falls fastest; fastai's newer rule goes
 * two thirds along the longest valley, and both follow single batches where these differ much.
 */
public final class RateCurve {
  private static final double DECAY = 0.9;
  private static final double UPDATES_OF_DECAY = 100;
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
  private double least = Double.POSITIVE_INFINITY;

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

  private RateValley valley() {
    return new RateValley(points.stream().mapToDouble(Point::cost).toArray(), range.updates());
  }

  /** The point at the bottom of the first valley. */
  public Point lowest() {
    return points.get(valley().lowest());
  }

  /** The mean of the costs around that. */
  public double lowestCost() {
    return valley().lowestCost();
  }

  /**
   * The point at which the mean of the costs around it falls fastest; empty if they do not fall.
   */
  public Optional<Point> steepest() {
    OptionalInt steepest = valley().steepest();
    return steepest.isEmpty() ? Optional.empty() : Optional.of(points.get(steepest.getAsInt()));
  }

  /** The learning rate to try; empty if the cost fell at none. */
  public OptionalDouble suggestion() {
    OptionalInt suggested = valley().suggestion();
    return suggested.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(rounded(points.get(suggested.getAsInt()).rate()));
  }

  /** In two significant digits. */
  private static double rounded(double rate) {
    return new BigDecimal(rate).round(new MathContext(2, RoundingMode.HALF_EVEN)).doubleValue();
  }
}
