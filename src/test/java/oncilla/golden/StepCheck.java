package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.check.gradient.ParameterBlock;
import oncilla.data.Dataset;

/**
 * Compares one fp32 step from a point of the fp64 path with the same step in fp64.
 *
 * <p>Along a free run fp32 cannot be compared: rounding flips single ReLUs, and the path branches.
 * One step can. The fp64 pass takes the units as active that were active in the fp32 step, so that
 * nothing is left out; a unit whose sign differs must have a |Z| that rounding explains. The bound
 * of each number is six times its {@link RoundingNoise}; the update adds the rounding of the
 * parameters to that of the gradient.
 */
final class StepCheck {
  /** Units of all hidden layers and examples whose sign may differ, of 209 · 32. */
  static final int MOST_DIFFERING = 10;

  /**
   * No bound may be a larger share of its gradient. It is 1e-5 to 6e-5 in the first part of the
   * runs and grows to 1.5e-3 where they end, because the sums of a small gradient cancel.
   */
  static final double WIDEST_BOUND = 2e-3;

  private final Backend backend;
  private final Dataset data;
  private final DoublePath.Stop stop;
  private final String where;
  private double largest;
  private String worst = "";

  private StepCheck(Backend backend, Dataset data, DoublePath.Stop stop) {
    this.backend = backend;
    this.data = data;
    this.stop = stop;
    where =
        stop.point().run()
            + " on "
            + backend.name()
            + " fp32, iteration "
            + stop.point().iteration();
  }

  /** Makes the step on {@code backend} and checks cost, gradients and parameters after it. */
  static void check(Backend backend, Dataset data, DoublePath.Stop stop) {
    new StepCheck(backend, data, stop).run();
  }

  private void run() {
    PathPoint point = stop.point();
    ObservedStep step = ObservedStep.run(backend, point, data);
    ExactPass exact = ExactPass.at(point, Optional.of(step.active()), SumErrors.none());
    int differing = differing(step.active(), exact);
    compare(
        Math.abs(step.cost() - exact.cost()), RoundingNoise.LAMBDA * stop.noise().cost(), "cost");
    var gradients = point.gradients(exact);
    List<ParameterBlock> blocks = ParameterBlock.of(point.network());
    double widest = 0;
    String widestBlock = "";
    for (int b = 0; b < blocks.size(); b++) {
      ParameterBlock block = blocks.get(b);
      double[] expected = block.in(gradients);
      double bound = RoundingNoise.LAMBDA * stop.noise().blocks().get(b);
      compare(
          Norms.distance(block.in(step.gradients()), expected),
          bound,
          "gradient of " + block.name());
      if (bound / Norms.of(expected) > widest) {
        widest = bound / Norms.of(expected);
        widestBlock = block.name();
      }
      assertUpdated(block, expected, bound, step);
    }
    String line =
        String.format(
            Locale.ROOT,
            "%s: largest error / bound %.3f (%s), widest bound %.1e of a gradient (%s), %d signs differ",
            where,
            largest,
            worst,
            widest,
            widestBlock,
            differing);
    System.out.println(line);
    assertTrue(widest < WIDEST_BOUND, line);
  }

  /** Counts the units whose sign differs, and checks that each is near zero. */
  private int differing(ActiveUnits active, ExactPass exact) {
    ActiveUnits expected = ActiveUnits.of(exact.preActivations());
    int count = 0;
    for (int l = 0; l < exact.preActivations().size(); l++) {
      double[] z = exact.preActivations().get(l);
      double[] noise = stop.noise().preActivations().get(l);
      int[] units = active.differing(expected, l).stream().toArray();
      for (int unit : units) {
        assertWithin(
            Math.abs(z[unit]),
            RoundingNoise.LAMBDA * noise[unit],
            "Z" + (l + 1) + ", element " + unit + " of another sign");
      }
      count += units.length;
    }
    assertTrue(count <= MOST_DIFFERING, where + ": the signs of " + count + " units differ");
    return count;
  }

  /** θ − rate·g, with the gradient's bound, and the rounding of product and difference. */
  private void assertUpdated(
      ParameterBlock block, double[] gradient, double bound, ObservedStep step) {
    double rate = stop.point().run().config().learningRate();
    double[] expected = block.in(stop.point().parameters()).clone();
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= rate * gradient[i];
    }
    double rounding =
        2 * Precision.FP32.unitRoundoff() * (Norms.of(expected) + rate * Norms.of(gradient));
    assertWithin(
        Norms.distance(block.in(step.after()), expected),
        rate * bound + rounding,
        block.name() + " after the update");
  }

  private void compare(double error, double bound, String what) {
    if (bound > 0 && error / bound > largest) {
      largest = error / bound;
      worst = what;
    }
    assertWithin(error, bound, what);
  }

  private void assertWithin(double error, double bound, String what) {
    assertTrue(
        error <= bound, () -> where + ", " + what + ": off by " + error + ", bound " + bound);
  }
}
