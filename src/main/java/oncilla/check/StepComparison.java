package oncilla.check;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.check.op.Tolerance;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.train.TrainingStep;

/**
 * Trains the same model on a backend and on the reference and compares the parameters after each
 * step. The error of a block is ‖θ − θ_ref‖ / ‖θ_ref‖.
 *
 * <p>Its bound after step t is u·(1 + t + L·6·√k·Σ‖Δθ‖/‖θ_ref‖), with u the unit roundoff of the
 * backend: u for the rounded start, u for the rounding of each of the t updates, and for each
 * update Δθ of the reference the rounding of sums no longer than k = max(units, examples) through
 * each of the L layers (see {@link Tolerance}). Biases start at zero, so norms are those of the
 * layer's weights where these are larger.
 */
public final class StepComparison {
  /**
   * The difference of one parameter block after one step.
   *
   * @param step steps made, from 1
   * @param block {@code W1}, {@code b1}, …
   * @param error ‖θ − θ_ref‖, relative to the norm of the layer's weights
   * @param bound the largest error that rounding explains
   */
  public record BlockDifference(int step, String block, double error, double bound) {
    /** Whether the error is within the bound; NaN is not. */
    public boolean holds() {
      return error <= bound;
    }
  }

  private static final double LAMBDA = 6;

  private final TrainingCase training;
  private final int steps;

  /** Compares {@code steps} steps of {@code training}. */
  public StepComparison(TrainingCase training, int steps) {
    this.training = training;
    this.steps = steps;
  }

  /** Computes the parameters of the reference after each step. */
  public List<Parameters> reference(Backend reference) {
    return run(reference);
  }

  /**
   * Runs the steps on {@code backend} and compares the parameters after each.
   *
   * @param expected what {@link #reference} computed
   * @return a difference for each step and block
   */
  public List<BlockDifference> compare(Backend backend, List<Parameters> expected) {
    List<Parameters> actual = run(backend);
    List<BlockDifference> results = new ArrayList<>();
    double[] moved = new double[2 * training.network().depth()];
    for (int step = 0; step < steps; step++) {
      for (int layer = 0; layer < training.network().depth(); layer++) {
        Parameters.LayerParameters before =
            step == 0
                ? training.start().layers().get(layer)
                : expected.get(step - 1).layers().get(layer);
        Parameters.LayerParameters wanted = expected.get(step).layers().get(layer);
        Parameters.LayerParameters found = actual.get(step).layers().get(layer);
        double norm = norm(wanted.weights());
        double biasNorm = Math.max(norm, norm(wanted.bias()));
        moved[2 * layer] += distance(wanted.weights(), before.weights());
        moved[2 * layer + 1] += distance(wanted.bias(), before.bias());
        results.add(
            new BlockDifference(
                step + 1,
                "W" + (layer + 1),
                distance(found.weights(), wanted.weights()) / norm,
                bound(backend, step + 1, moved[2 * layer] / norm)));
        results.add(
            new BlockDifference(
                step + 1,
                "b" + (layer + 1),
                distance(found.bias(), wanted.bias()) / biasNorm,
                bound(backend, step + 1, moved[2 * layer + 1] / biasNorm)));
      }
    }
    return results;
  }

  private List<Parameters> run(Backend backend) {
    List<Parameters> after = new ArrayList<>();
    try (TrainingStep step =
        TrainingStep.prepare(
            backend, training.network(), training.data(), training.start(), training.config())) {
      for (int i = 0; i < steps; i++) {
        step.run();
        after.add(step.parameters());
      }
    }
    return after;
  }

  private double bound(Backend backend, int step, double moved) {
    Network network = training.network();
    int longest = training.data().size();
    for (Dense layer : network.layers()) {
      longest = Math.max(longest, Math.max(layer.inputs(), layer.outputs()));
    }
    double u = backend.precision().unitRoundoff();
    return u * (1 + step + network.depth() * LAMBDA * Math.sqrt(longest) * moved);
  }

  private static double distance(double[] found, double[] wanted) {
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      sum += (found[i] - wanted[i]) * (found[i] - wanted[i]);
    }
    return Math.sqrt(sum);
  }

  private static double norm(double[] values) {
    return distance(values, new double[values.length]);
  }
}
