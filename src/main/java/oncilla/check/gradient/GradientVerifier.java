package oncilla.check.gradient;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * Compares the gradient of the backward pass with central differences, block by block, and says
 * which blocks hold. What {@link #block} has compared counts in {@link #direction} and {@link
 * #difference}.
 */
final class GradientVerifier {
  /** From this many elements on, the share of those left out means something. */
  private static final int MANY = 20;

  private static final double MOST_LEFT_OUT = 0.1;

  private final GradientBound bound;
  private final double roundOff;
  private final Distance all = new Distance();
  private double squaredTerms;
  private long parameters;

  /**
   * Starts with nothing compared.
   *
   * @param bound how large a difference may be
   * @param roundOff what round-off of the costs may add to one derivative
   */
  GradientVerifier(GradientBound bound, double roundOff) {
    this.bound = bound;
    this.roundOff = roundOff;
  }

  /**
   * Compares the elements of one block.
   *
   * @param gradient from the backward pass
   * @param derivatives the central differences of the sample's elements; empty where there is a
   *     kink
   * @param terms what rounding errors of these elements are relative to
   */
  BlockGradient block(
      ParameterBlock.Sample sample,
      Parameters gradient,
      List<OptionalDouble> derivatives,
      double[] terms) {
    double[] analytical = sample.block().in(gradient);
    Distance distance = new Distance();
    Optional<BlockGradient.Worst> worst = Optional.empty();
    double squares = 0;
    for (int i = 0; i < derivatives.size(); i++) {
      if (derivatives.get(i).isEmpty()) {
        continue;
      }
      int index = sample.indices()[i];
      BlockGradient.Worst element =
          new BlockGradient.Worst(
              index / sample.block().columns(),
              index % sample.block().columns(),
              analytical[index],
              derivatives.get(i).getAsDouble());
      distance.add(element.analytical(), element.numerical());
      squares += terms[i] * terms[i];
      // Not ">", so that NaN is the worst of all.
      if (worst.isEmpty() || !(element.error() <= worst.get().error())) {
        worst = Optional.of(element);
      }
    }
    all.add(distance);
    int compared = distance.count();
    parameters += sample.block().size();
    squaredTerms += compared == 0 ? 0 : squares / compared * sample.block().size();
    double noise = distance.relative(roundOff * Math.sqrt(compared));
    double limit = bound.of(noise, distance.relative(Math.sqrt(squares)));
    int leftOut = derivatives.size() - compared;
    Optional<String> failure;
    if (compared == 0) {
      failure = Optional.of("no element can be compared: each has a kink of ReLU within epsilon");
    } else if (derivatives.size() >= MANY && leftOut > MOST_LEFT_OUT * derivatives.size()) {
      failure =
          Optional.of(
              "%d of %d elements left out, more than a tenth: a smaller epsilon or fewer examples"
                      .formatted(leftOut, derivatives.size())
                  + " leave out fewer");
    } else {
      failure = failure(distance.relative(), limit, noise);
    }
    return new BlockGradient(
        sample.block(), derivatives.size(), leftOut, distance.relative(), limit, worst, failure);
  }

  /** Compares the derivative along a direction, after all blocks. */
  DirectionGradient direction(Parameters gradient, CentralDifferences.Along along) {
    double product = 0;
    double squares = 0;
    for (int l = 0; l < gradient.layers().size(); l++) {
      LayerParameters g = gradient.layers().get(l);
      LayerParameters v = along.direction().layers().get(l);
      product += product(g.weights(), v.weights()) + product(g.bias(), v.bias());
      squares += product(g.weights(), g.weights()) + product(g.bias(), g.bias());
    }
    if (along.value().isEmpty()) {
      return new DirectionGradient(
          along.draws(),
          product,
          Double.NaN,
          Double.NaN,
          bound.of(0, 0),
          Optional.of(
              "each of %d directions met a kink of ReLU: a smaller epsilon or fewer examples"
                      .formatted(along.draws())
                  + " have fewer"));
    }
    double numerical = along.value().getAsDouble();
    double scale =
        Math.max(Math.abs(product) + Math.abs(numerical), 2 * Math.sqrt(squares / parameters));
    double error = Math.abs(product - numerical);
    double difference = error == 0 ? 0 : error / scale;
    double noise = roundOff / scale;
    double limit = bound.of(noise, Math.sqrt(squaredTerms / parameters) / scale);
    return new DirectionGradient(
        along.draws(), product, numerical, difference, limit, failure(difference, limit, noise));
  }

  /** ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) over all elements that were compared. */
  double difference() {
    return all.relative();
  }

  private static Optional<String> failure(double difference, double limit, double noise) {
    if (difference <= limit) {
      return Optional.empty();
    }
    String much = String.format(Locale.ROOT, "%.2e, bound %.2e", difference, limit);
    return Optional.of(
        difference <= noise
            ? much
                + "; the gradient is so small that round-off of the cost hides it: a larger"
                + " epsilon or larger weights show more"
            : much);
  }

  private static double product(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) of numbers that are added one by one. */
  private static final class Distance {
    private double squaredErrors;
    private double squaredAnalytical;
    private double squaredNumerical;
    private int count;

    void add(double analytical, double numerical) {
      squaredErrors += (analytical - numerical) * (analytical - numerical);
      squaredAnalytical += analytical * analytical;
      squaredNumerical += numerical * numerical;
      count++;
    }

    void add(Distance other) {
      squaredErrors += other.squaredErrors;
      squaredAnalytical += other.squaredAnalytical;
      squaredNumerical += other.squaredNumerical;
      count += other.count;
    }

    int count() {
      return count;
    }

    /** The difference: 0 where both are zero, NaN where one of the numbers was. */
    double relative() {
      return relative(Math.sqrt(squaredErrors));
    }

    /** {@code value} as a share of ‖g‖ + ‖ĝ‖; 0 where both are zero. */
    double relative(double value) {
      return norms() == 0 ? 0 : value / norms();
    }

    private double norms() {
      return Math.sqrt(squaredAnalytical) + Math.sqrt(squaredNumerical);
    }
  }
}
