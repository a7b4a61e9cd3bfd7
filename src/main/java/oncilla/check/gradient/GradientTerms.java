package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.List;
import oncilla.check.TrainingCase;
import oncilla.nn.Dense;
import oncilla.nn.Network;

/**
 * Computes the magnitude of what each element of a gradient is summed from, without cancellation:
 *
 * <pre>
 *   Σᵢ |dZᵢⱼ|·|Aᵢₖ| / m + λ/m·|Wⱼₖ|   of W        Σᵢ |dZᵢⱼ| / m   of b
 * </pre>
 *
 * Rounding errors are relative to the terms of a sum, not to what remains when they cancel.
 */
final class GradientTerms {
  private GradientTerms() {}

  /**
   * The magnitudes for the elements of each sample.
   *
   * @param cost evaluated at the start of {@code training}, with a frozen pattern
   */
  static List<double[]> of(
      CostFunction cost, TrainingCase training, List<ParameterBlock.Sample> samples) {
    Network network = training.network();
    int rows = training.data().size();
    double decay = training.config().regularization().l2() / rows;
    List<double[]> terms = new ArrayList<>();
    double[] gradient = cost.logitsGradient();
    for (int layer = network.depth(); layer >= 1; layer--) {
      Dense dense = network.layers().get(layer - 1);
      double[] input = cost.input(layer);
      double[] weights = training.start().layers().get(layer - 1).weights();
      ParameterBlock.Sample ofWeights = samples.get(2 * layer - 2);
      double[] weightTerms = new double[ofWeights.indices().length];
      for (int e = 0; e < weightTerms.length; e++) {
        int index = ofWeights.indices()[e];
        int unit = index / dense.inputs();
        int feature = index % dense.inputs();
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          sum +=
              Math.abs(gradient[i * dense.outputs() + unit] * input[i * dense.inputs() + feature]);
        }
        weightTerms[e] = sum / rows + decay * Math.abs(weights[index]);
      }
      ParameterBlock.Sample ofBias = samples.get(2 * layer - 1);
      double[] biasTerms = new double[ofBias.indices().length];
      for (int e = 0; e < biasTerms.length; e++) {
        for (int i = 0; i < rows; i++) {
          biasTerms[e] += Math.abs(gradient[i * dense.outputs() + ofBias.indices()[e]]) / rows;
        }
      }
      terms.add(0, biasTerms);
      terms.add(0, weightTerms);
      if (layer > 1) {
        gradient = backward(gradient, weights, dense, cost.slopes(layer - 1));
      }
    }
    return terms;
  }

  /** dZ[l−1] = (dZ[l]·W[l]) ⊙ slopes. */
  private static double[] backward(
      double[] gradient, double[] weights, Dense dense, double[] slopes) {
    double[] before = new double[slopes.length];
    int rows = slopes.length / dense.inputs();
    for (int i = 0; i < rows; i++) {
      for (int unit = 0; unit < dense.outputs(); unit++) {
        double factor = gradient[i * dense.outputs() + unit];
        for (int k = 0; k < dense.inputs(); k++) {
          before[i * dense.inputs() + k] += factor * weights[unit * dense.inputs() + k];
        }
      }
    }
    for (int i = 0; i < before.length; i++) {
      before[i] *= slopes[i];
    }
    return before;
  }
}
