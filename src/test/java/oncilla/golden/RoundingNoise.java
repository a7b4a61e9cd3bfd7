package oncilla.golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import oncilla.backend.Precision;
import oncilla.nn.Dense;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * How far fp32 may be from fp64 at a point of the path: the root mean square of what the errors of
 * all sums, drawn as {@link SumErrors} says, do to cost, gradients and pre-activations. They go
 * through the rest of the pass as they are, so that what they share and what cancels is accounted
 * for. The pattern of active units stays fixed.
 *
 * @param cost root mean square of the cost's error
 * @param blocks of ‖g − g_exact‖ for W1, b1, W2, …
 * @param preActivations of each Z of the hidden layers
 */
record RoundingNoise(double cost, List<Double> blocks, List<double[]> preActivations) {
  /** Errors are compared with six standard deviations, as in {@code check.op.Tolerance}. */
  static final double LAMBDA = 6;

  private static final int DRAWS = 24;

  /**
   * Draws.
   *
   * @param gram X·Xᵀ, {@code m × m}
   */
  static RoundingNoise at(PathPoint point, double[] gram) {
    SplittableRandom random = new SplittableRandom(point.iteration());
    SumErrors errors = SumErrors.drawn(Precision.FP32, random);
    ExactPass exact = ExactPass.at(point, Optional.empty(), SumErrors.none());
    Optional<ActiveUnits> active = Optional.of(ActiveUnits.of(exact.preActivations()));
    int depth = point.network().depth();
    double cost = 0;
    List<Double> blocks = new ArrayList<>(Collections.nCopies(2 * depth, 0.0));
    List<double[]> preActivations = new ArrayList<>();
    exact.preActivations().forEach(z -> preActivations.add(new double[z.length]));
    for (int draw = 0; draw < DRAWS; draw++) {
      ExactPass pass = ExactPass.at(point, active, errors);
      cost += square(pass.cost() - exact.cost()) / DRAWS;
      for (int l = 0; l < depth; l++) {
        add(blocks, 2 * l, squaredWeightError(point, exact, pass, l, gram) / DRAWS);
        add(blocks, 2 * l + 1, squaredBiasError(point, exact, pass, l) / DRAWS);
      }
      for (int l = 0; l < depth - 1; l++) {
        double[] z = pass.preActivations().get(l);
        for (int i = 0; i < z.length; i++) {
          preActivations.get(l)[i] += square(z[i] - exact.preActivations().get(l)[i]) / DRAWS;
        }
      }
    }
    Parameters gradients = point.gradients(exact);
    for (int l = 0; l < depth; l++) {
      LayerParameters layer = gradients.layers().get(l);
      add(blocks, 2 * l, squaredWeightSumErrors(point, exact, l, layer.weights()));
      add(blocks, 2 * l + 1, squaredBiasSumErrors(point, exact, l, layer.bias()));
    }
    for (double[] squares : preActivations) {
      for (int i = 0; i < squares.length; i++) {
        squares[i] = Math.sqrt(squares[i]);
      }
    }
    return new RoundingNoise(
        Math.sqrt(cost), blocks.stream().map(Math::sqrt).toList(), preActivations);
  }

  private static void add(List<Double> sums, int index, double value) {
    sums.set(index, sums.get(index) + value);
  }

  private static double square(double x) {
    return x * x;
  }

  /** ‖(dZ + δ)ᵀ·(A + ε) − dZᵀ·A‖² / m²; of the first layer, whose A is X, by way of X·Xᵀ. */
  private static double squaredWeightError(
      PathPoint point, ExactPass exact, ExactPass pass, int layer, double[] gram) {
    Dense dense = point.network().layers().get(layer);
    int n = dense.outputs();
    int k = dense.inputs();
    int m = point.rows();
    double[] dz = exact.gradients().get(layer);
    double[] moved = pass.gradients().get(layer);
    double sum = 0;
    for (int j = 0; j < n; j++) {
      if (layer == 0) {
        for (int i = 0; i < m; i++) {
          double here = moved[i * n + j] - dz[i * n + j];
          for (int h = 0; here != 0 && h < m; h++) {
            sum += here * (moved[h * n + j] - dz[h * n + j]) * gram[i * m + h];
          }
        }
        continue;
      }
      double[] a = point.inputOf(layer, exact);
      double[] movedA = point.inputOf(layer, pass);
      for (int t = 0; t < k; t++) {
        double error = 0;
        for (int i = 0; i < m; i++) {
          error += moved[i * n + j] * movedA[i * k + t] - dz[i * n + j] * a[i * k + t];
        }
        sum += error * error;
      }
    }
    return sum / m / m;
  }

  private static double squaredBiasError(
      PathPoint point, ExactPass exact, ExactPass pass, int layer) {
    double[] dz = exact.gradients().get(layer);
    double[] moved = pass.gradients().get(layer);
    int n = point.network().layers().get(layer).outputs();
    double[] error = new double[n];
    for (int i = 0; i < dz.length; i++) {
      error[i % n] += (moved[i] - dz[i]) / point.rows();
    }
    return Norms.squared(error);
  }

  /** Of the sums over examples: u²·(m + 4)·Σ (S² + ‖t‖²) over all elements of dW. */
  private static double squaredWeightSumErrors(
      PathPoint point, ExactPass exact, int layer, double[] gradient) {
    Dense dense = point.network().layers().get(layer);
    double[] input = point.inputOf(layer, exact);
    double[] dz = exact.gradients().get(layer);
    double squares = 0;
    for (int i = 0; i < point.rows(); i++) {
      squares +=
          squaredRow(dz, i, dense.outputs())
              * squaredRow(input, i, dense.inputs())
              / square(point.rows());
    }
    double[] weights = point.parameters().layers().get(layer).weights();
    squares += square(point.decay()) * Norms.squared(weights);
    return squaredErrors(point, Norms.squared(gradient) + squares);
  }

  /** The same of db. */
  private static double squaredBiasSumErrors(
      PathPoint point, ExactPass exact, int layer, double[] gradient) {
    double squares = Norms.squared(exact.gradients().get(layer)) / square(point.rows());
    return squaredErrors(point, Norms.squared(gradient) + squares);
  }

  private static double squaredErrors(PathPoint point, double squares) {
    return square(SumErrors.deviation(Precision.FP32, 0, squares, point.rows()));
  }

  private static double squaredRow(double[] matrix, int row, int columns) {
    double sum = 0;
    for (int t = row * columns; t < (row + 1) * columns; t++) {
      sum += matrix[t] * matrix[t];
    }
    return sum;
  }
}
