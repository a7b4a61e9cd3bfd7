package oncilla.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import oncilla.backend.Precision;
import oncilla.data.Dataset;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * A point of a run's path in fp64, its parameters rounded to float, with what every pass there
 * shares: the sums of the first layer, which are long.
 *
 * @param run whose path it is on
 * @param iteration updates made so far
 * @param parameters rounded to float
 * @param inputs X, {@code m × n[0]}
 * @param labels Y
 * @param firstSums Z[1], {@code m × n[1]}
 * @param firstSquares for each of them the sum of the squares of its terms
 * @param penalty the L2 term
 */
record PathPoint(
    GoldenRun run,
    long iteration,
    Parameters parameters,
    double[] inputs,
    byte[] labels,
    double[] firstSums,
    double[] firstSquares,
    double penalty) {

  /**
   * Rounds the parameters and computes the rest.
   *
   * @param inputs X of {@code data}
   */
  static PathPoint of(
      GoldenRun run, long iteration, Parameters exact, Dataset data, double[] inputs) {
    List<LayerParameters> layers = new ArrayList<>();
    double squaredWeights = 0;
    for (LayerParameters layer : exact.layers()) {
      LayerParameters rounded =
          new LayerParameters(rounded(layer.weights()), rounded(layer.bias()));
      layers.add(rounded);
      squaredWeights += Norms.squared(rounded.weights());
    }
    Dense first = run.network().layers().get(0);
    int n = first.outputs();
    int k = first.inputs();
    double[] sums = new double[data.size() * n];
    double[] squares = new double[data.size() * n];
    LayerParameters layer = layers.get(0);
    IntStream.range(0, sums.length)
        .parallel()
        .forEach(
            e -> {
              int x = e / n * k;
              int w = e % n * k;
              double bias = layer.bias()[e % n];
              double sum = 0;
              double square = bias * bias;
              for (int t = 0; t < k; t++) {
                double term = inputs[x + t] * layer.weights()[w + t];
                sum += term;
                square += term * term;
              }
              sums[e] = sum + bias;
              squares[e] = square;
            });
    return new PathPoint(
        run,
        iteration,
        new Parameters(layers),
        inputs,
        data.labels(),
        sums,
        squares,
        run.l2() / (2.0 * data.size()) * squaredWeights);
  }

  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(Precision.FP32::round).toArray();
  }

  /** The network. */
  Network network() {
    return run.network();
  }

  /** m. */
  int rows() {
    return labels.length;
  }

  /** λ/m, the factor of W in its gradient. */
  double decay() {
    return run.l2() / rows();
  }

  /** What a layer takes, from 0. */
  double[] inputOf(int layer, ExactPass pass) {
    return layer == 0 ? inputs : pass.inputs().get(layer - 1);
  }

  /** The gradients that a pass gives: dW = dZᵀ·A/m + λ/m·W and db = Σ dZ/m. */
  Parameters gradients(ExactPass pass) {
    List<LayerParameters> layers = new ArrayList<>();
    for (int l = 0; l < network().depth(); l++) {
      Dense dense = network().layers().get(l);
      double[] dz = pass.gradients().get(l);
      double[] input = inputOf(l, pass);
      double[] weights = parameters.layers().get(l).weights();
      int k = dense.inputs();
      int n = dense.outputs();
      double[] dw = new double[n * k];
      double[] db = new double[n];
      IntStream.range(0, n)
          .parallel()
          .forEach(
              j -> {
                for (int i = 0; i < rows(); i++) {
                  double factor = dz[i * n + j] / rows();
                  db[j] += factor;
                  for (int t = 0; factor != 0 && t < k; t++) {
                    dw[j * k + t] += factor * input[i * k + t];
                  }
                }
                for (int t = 0; t < k; t++) {
                  dw[j * k + t] += decay() * weights[j * k + t];
                }
              });
      layers.add(new LayerParameters(dw, db));
    }
    return new Parameters(layers);
  }
}
