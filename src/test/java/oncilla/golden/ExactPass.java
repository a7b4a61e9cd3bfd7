package oncilla.golden;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import oncilla.nn.Dense;
import oncilla.nn.Parameters.LayerParameters;

/**
 * Forward pass, cost and backward pass of a ReLU classifier at a {@link PathPoint}, in plain Java
 * and in double, written apart from the backends. Which units are active can be given: then A = Z
 * where they are, whatever the sign of Z, and 0 where they are not; so two precisions can be
 * compared on the same smooth piece of the cost.
 *
 * @param preActivations Z of the hidden layers, {@code m × n}
 * @param inputs A of the hidden layers, what the layers behind them take
 * @param gradients dZ of all layers
 * @param cost J, with the L2 term
 */
record ExactPass(
    List<double[]> preActivations, List<double[]> inputs, List<double[]> gradients, double cost) {

  /**
   * Computes it.
   *
   * @param active which units are active; empty: those with Z &gt; 0
   * @param errors added to each sum
   */
  static ExactPass at(PathPoint point, Optional<ActiveUnits> active, SumErrors errors) {
    List<Dense> layers = point.network().layers();
    int rows = point.rows();
    List<double[]> zs = new ArrayList<>();
    List<double[]> as = new ArrayList<>();
    double[] z = with(errors, point.firstSums(), point.firstSquares(), point.network().inputs());
    for (int l = 0; l < layers.size() - 1; l++) {
      BitSet on =
          active.isPresent()
              ? active.get().layers().get(l)
              : ActiveUnits.of(List.of(z)).layers().get(0);
      double[] a = new double[z.length];
      for (int i = 0; i < z.length; i++) {
        a[i] = on.get(i) ? z[i] : 0;
      }
      zs.add(z);
      as.add(a);
      z = forward(layers.get(l + 1), point.parameters().layers().get(l + 1), a, rows, errors);
    }
    double cost =
        point.penalty() + errors.of(point.penalty(), 0, 0) + crossEntropy(point, z, errors);
    double[] dz = new double[rows];
    for (int i = 0; i < rows; i++) {
      double p = 1 / (1 + Math.exp(-z[i]));
      dz[i] = p + errors.of(p, 0, 0) - point.labels()[i];
    }
    ActiveUnits used = active.orElseGet(() -> ActiveUnits.of(zs));
    List<double[]> gradients = new ArrayList<>(List.of(dz));
    for (int l = layers.size() - 1; l > 0; l--) {
      BitSet on = used.layers().get(l - 1);
      dz = backward(layers.get(l), point.parameters().layers().get(l), dz, on, rows, errors);
      gradients.add(0, dz);
    }
    return new ExactPass(zs, as, gradients, cost);
  }

  private static double[] with(SumErrors errors, double[] sums, double[] squares, int terms) {
    double[] result = new double[sums.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = sums[i] + errors.of(sums[i], squares[i], terms);
    }
    return result;
  }

  /** Z = A·Wᵀ + b. */
  private static double[] forward(
      Dense dense, LayerParameters layer, double[] input, int rows, SumErrors errors) {
    int k = dense.inputs();
    int n = dense.outputs();
    double[] z = new double[rows * n];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        double sum = layer.bias()[j];
        double squares = sum * sum;
        for (int t = 0; t < k; t++) {
          double term = input[i * k + t] * layer.weights()[j * k + t];
          sum += term;
          squares += term * term;
        }
        z[i * n + j] = sum + errors.of(sum, squares, k + 1);
      }
    }
    return z;
  }

  private static double crossEntropy(PathPoint point, double[] logits, SumErrors errors) {
    double sum = 0;
    double squares = 0;
    int m = logits.length;
    for (int i = 0; i < m; i++) {
      double z = logits[i];
      double term = Math.max(z, 0) - z * point.labels()[i] + Math.log1p(Math.exp(-Math.abs(z)));
      sum += term + errors.of(z, term * term, 0);
      squares += term * term;
    }
    return (sum + errors.of(sum, squares, m)) / m;
  }

  /** dZ[l−1] = (dZ[l]·W[l]) where the unit is active, else 0. */
  private static double[] backward(
      Dense dense, LayerParameters layer, double[] dz, BitSet on, int rows, SumErrors errors) {
    int k = dense.inputs();
    int n = dense.outputs();
    double[] before = new double[rows * k];
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < k; t++) {
        if (!on.get(i * k + t)) {
          continue;
        }
        double sum = 0;
        double squares = 0;
        for (int j = 0; j < n; j++) {
          double term = dz[i * n + j] * layer.weights()[j * k + t];
          sum += term;
          squares += term * term;
        }
        before[i * k + t] = sum + errors.of(sum, squares, n);
      }
    }
    return before;
  }
}
