package oncilla.check.gradient;

import oncilla.backend.Precision;
import oncilla.check.TrainingCase;
import oncilla.check.op.Tolerance;
import oncilla.nn.Dense;
import oncilla.nn.Network;

/**
 * Computes how large ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) may be where the gradient is right. Two parts are added:
 *
 * <p>For the central difference {@value #NUMERICAL}. With ε = 1e-5 in fp64 a central difference is
 * off by some 1e-10 of itself, and by some 1e-11 of round-off, while the elements of a gradient are
 * 1e-3 and more in networks of a usual start. Where the elements happen to be so small that the
 * round-off alone gives more, that is the bound, up to {@value #MOST_ROUND_OFF}; beyond, an error
 * of 1 part in 10⁴ could hide, and the block cannot be checked.
 *
 * <p>For a gradient that is not in fp64 its rounding: u·(4 + 6·Σ√k)·‖T‖ / (‖g‖ + ‖ĝ‖). u is the
 * unit roundoff; 4 are for inputs, constants and the cost; each sum of k terms in the two passes
 * adds 6·√k (see {@link Tolerance}): n[l−1] terms forward and n[l] backward through the layers, m
 * over the examples. T are the {@link GradientTerms}.
 */
final class GradientBound {
  static final double NUMERICAL = 1e-7;
  static final double MOST_ROUND_OFF = 1e-5;

  private static final double LAMBDA = 6;
  private static final double FEW = 4;

  private final Network network;
  private final double unitRoundoff;
  private final double rounding;

  private GradientBound(Network network, double unitRoundoff, double roundings) {
    this.network = network;
    this.unitRoundoff = unitRoundoff;
    this.rounding = unitRoundoff * roundings;
  }

  /** The bound of a backend that is compared with its own costs. */
  static GradientBound numerical(TrainingCase training) {
    return new GradientBound(training.network(), 0, 0);
  }

  /** The bound of a backend in {@code precision} that is compared with the reference. */
  static GradientBound rounding(TrainingCase training, Precision precision) {
    Network network = training.network();
    double roots = forward(network, network.depth()) + Math.sqrt(training.data().size());
    for (Dense layer : network.layers().subList(1, network.depth())) {
      roots += Math.sqrt(layer.outputs());
    }
    return new GradientBound(network, precision.unitRoundoff(), FEW + LAMBDA * roots);
  }

  private static double forward(Network network, int layer) {
    return network.layers().subList(0, layer).stream()
        .mapToDouble(dense -> Math.sqrt(dense.inputs()))
        .sum();
  }

  /**
   * The bound of one block or direction.
   *
   * @param roundOff what the round-off of the cost gives, relative to ‖g‖ + ‖ĝ‖
   * @param terms ‖T‖, relative to the same
   */
  double of(double roundOff, double terms) {
    double numerical = roundOff > NUMERICAL && roundOff <= MOST_ROUND_OFF ? roundOff : NUMERICAL;
    return numerical + rounding * terms;
  }

  /** How far rounding may bring a Z of hidden layer {@code layer}, relative to the largest. */
  double ofPreActivation(int layer) {
    return unitRoundoff * (FEW + LAMBDA * forward(network, layer));
  }
}
