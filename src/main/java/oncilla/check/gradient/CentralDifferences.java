package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.check.TrainingCase;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * Computes derivatives of the cost by central differences, ĝᵢ = (J(θ + ε·eᵢ) − J(θ − ε·eᵢ)) / 2ε,
 * for some elements of each parameter block, and along random directions. Where ReLU changes the
 * sign pattern between the two points, the cost has a kink there and the derivative is left out.
 */
final class CentralDifferences implements AutoCloseable {
  private static final int MOST_REDRAWS = 20;

  /**
   * Roundings of the cost; measured: a root mean square of one to four, for 209 examples of 12,288
   * numbers.
   */
  private static final double ROUNDINGS = 8;

  private final CostFunction cost;
  private final Parameters at;
  private final double epsilon;
  private final List<ParameterBlock.Sample> samples;
  private final double costHere;

  /**
   * A derivative along a direction.
   *
   * @param direction v, ‖v‖ = 1
   * @param value the central difference along it; empty if every direction met a kink
   * @param draws number of directions that were drawn
   */
  record Along(Parameters direction, OptionalDouble value, int draws) {}

  /**
   * Prepares differences of the cost of {@code training} around its start.
   *
   * @param backend computes the cost, in fp64; stays open
   * @param epsilon ε
   * @param samples the elements to change, for each block
   * @param frozen the sign pattern that ReLU goes by instead of the signs of Z, if there is one
   */
  CentralDifferences(
      Backend backend,
      TrainingCase training,
      double epsilon,
      List<ParameterBlock.Sample> samples,
      Optional<SignPattern> frozen) {
    this.at = training.start();
    this.epsilon = epsilon;
    this.samples = samples;
    List<ParameterBlock.Element> elements = new ArrayList<>();
    for (ParameterBlock.Sample sample : samples) {
      for (int index : sample.indices()) {
        elements.add(new ParameterBlock.Element(sample.block(), index));
      }
    }
    cost = CostFunction.open(backend, training, elements, frozen);
    costHere = cost.evaluate(1);
  }

  /**
   * What the round-off of two costs may add to a derivative: {@value #ROUNDINGS} roundings of the
   * cost, over ε.
   */
  double roundOff() {
    return ROUNDINGS * Precision.FP64.unitRoundoff() * Math.abs(costHere) / epsilon;
  }

  /** The cost around which differences are taken. */
  CostFunction cost() {
    return cost;
  }

  /**
   * Computes the derivatives of the elements of each sample, empty where there is a kink. Goes from
   * the last layer to the first, so that what lies before a changed layer is always as the point
   * itself leaves it, and need not be computed again.
   */
  List<List<OptionalDouble>> elements() {
    List<List<OptionalDouble>> derivatives = new ArrayList<>();
    int number = samples.stream().mapToInt(sample -> sample.indices().length).sum();
    for (int s = samples.size() - 1; s >= 0; s--) {
      ParameterBlock.Sample sample = samples.get(s);
      number -= sample.indices().length;
      List<OptionalDouble> block = new ArrayList<>();
      for (int i = 0; i < sample.indices().length; i++) {
        double value = sample.block().in(at)[sample.indices()[i]];
        block.add(element(number + i, sample.block().layer(), value));
      }
      derivatives.add(0, block);
    }
    return derivatives;
  }

  private OptionalDouble element(int number, int layer, double value) {
    double above = value + epsilon;
    double below = value - epsilon;
    cost.set(number, above);
    double costAbove = cost.evaluate(layer);
    SignPattern signsAbove = cost.signs(layer);
    cost.set(number, below);
    double costBelow = cost.evaluate(layer);
    SignPattern signsBelow = cost.signs(layer);
    cost.set(number, value);
    // Divided by the distance of the two rounded numbers, which is not quite 2ε.
    return signsAbove.equals(signsBelow)
        ? OptionalDouble.of((costAbove - costBelow) / (above - below))
        : OptionalDouble.empty();
  }

  /**
   * Computes the derivative along a random direction of equal steps ±1/√n, which is drawn again
   * while it meets a kink.
   */
  Along along(SplittableRandom random) {
    int draws = 0;
    Parameters direction;
    do {
      direction = direction(random);
      draws++;
      cost.set(moved(direction, epsilon));
      double costAbove = cost.evaluate(1);
      SignPattern signsAbove = cost.signs(1);
      cost.set(moved(direction, -epsilon));
      double costBelow = cost.evaluate(1);
      SignPattern signsBelow = cost.signs(1);
      if (signsAbove.equals(signsBelow)) {
        double value = (costAbove - costBelow) / (2 * epsilon);
        return new Along(direction, OptionalDouble.of(value), draws);
      }
    } while (draws <= MOST_REDRAWS);
    return new Along(direction, OptionalDouble.empty(), draws);
  }

  private Parameters direction(SplittableRandom random) {
    long count = 0;
    for (LayerParameters layer : at.layers()) {
      count += layer.weights().length + layer.bias().length;
    }
    double step = 1 / Math.sqrt(count);
    List<LayerParameters> layers = new ArrayList<>();
    for (LayerParameters layer : at.layers()) {
      layers.add(
          new LayerParameters(
              steps(layer.weights().length, step, random),
              steps(layer.bias().length, step, random)));
    }
    return new Parameters(layers);
  }

  private static double[] steps(int length, double step, SplittableRandom random) {
    double[] steps = new double[length];
    for (int i = 0; i < length; i++) {
      steps[i] = random.nextBoolean() ? step : -step;
    }
    return steps;
  }

  private Parameters moved(Parameters direction, double distance) {
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 0; l < at.layers().size(); l++) {
      LayerParameters from = at.layers().get(l);
      LayerParameters along = direction.layers().get(l);
      layers.add(
          new LayerParameters(
              moved(from.weights(), along.weights(), distance),
              moved(from.bias(), along.bias(), distance)));
    }
    return new Parameters(layers);
  }

  private static double[] moved(double[] from, double[] along, double distance) {
    double[] moved = new double[from.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = from[i] + distance * along[i];
    }
    return moved;
  }

  @Override
  public void close() {
    cost.close();
  }
}
