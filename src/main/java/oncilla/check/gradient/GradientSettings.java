package oncilla.check.gradient;

import java.util.OptionalInt;
import oncilla.nn.Dense;
import oncilla.nn.Network;

/**
 * The settings of a gradient check: step of the differences and number of elements.
 *
 * @param epsilon ε of the central difference (J(θ+ε) − J(θ−ε)) / 2ε. Its error is about ε²/6 times
 *     the third derivative, and the round-off of J over ε; 1e-5 is near the best of both in fp64
 * @param samples number of elements looked at in each block, drawn from the seed; empty: all in a
 *     network of up to 2000 parameters, otherwise 20
 */
public record GradientSettings(double epsilon, OptionalInt samples) {
  /** ε if none is given. */
  public static final double EPSILON = 1e-5;

  /** Elements looked at in each block of a large network if no number is given. */
  public static final int SAMPLES = 20;

  /** Most parameters of a network whose elements are all looked at if no number is given. */
  public static final int SMALL_NETWORK = 2000;

  /** Below, parameters around 1 do not move by ε but by a multiple of their own spacing. */
  private static final double SMALLEST_EPSILON = 1e-12;

  private static final double LARGEST_EPSILON = 0.1;

  /** Checks the ranges; a message fits behind the name of an option. */
  public GradientSettings {
    if (!(epsilon >= SMALLEST_EPSILON && epsilon <= LARGEST_EPSILON)) {
      throw new IllegalArgumentException(
          "epsilon must lie in %s ... %s, not %s"
              .formatted(SMALLEST_EPSILON, LARGEST_EPSILON, epsilon));
    }
    if (samples.isPresent() && samples.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the number of samples must be at least 1, not " + samples.getAsInt());
    }
  }

  /** ε = 1e-5, and as many elements as the size of the network asks for. */
  public static GradientSettings defaults() {
    return new GradientSettings(EPSILON, OptionalInt.empty());
  }

  /** The same with another ε. */
  public GradientSettings withEpsilon(double value) {
    return new GradientSettings(value, samples);
  }

  /** The same with another number of elements of a block. */
  public GradientSettings withSamples(int value) {
    return new GradientSettings(epsilon, OptionalInt.of(value));
  }

  /** The most elements to look at of a block of {@code network}. */
  int samplesOf(Network network) {
    long parameters = 0;
    for (Dense layer : network.layers()) {
      parameters += layer.weights() + layer.outputs();
    }
    return samples.orElse(parameters <= SMALL_NETWORK ? Integer.MAX_VALUE : SAMPLES);
  }
}
