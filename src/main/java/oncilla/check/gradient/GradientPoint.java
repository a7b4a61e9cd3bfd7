package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oncilla.backend.Precision;
import oncilla.check.TrainingCase;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.Table;
import oncilla.nn.Dense;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.random.NumpyRandom;

/** Chooses the parameters and inputs at which a gradient is checked. */
public final class GradientPoint {
  /** Standard deviation of the biases. */
  public static final double BIAS_SCALE = 0.1;

  private GradientPoint() {}

  /**
   * Makes the case with biases of 0.1 · randn instead of its own. ReLU has no derivative at 0, and
   * with biases of zero an example whose inputs are all dropped gives Z = 0 exactly. The normals
   * are those that follow the weights' in the stream of the case's seed.
   */
  public static TrainingCase withRandomBiases(TrainingCase training) {
    NumpyRandom random = new NumpyRandom(training.config().seed());
    for (Dense layer : training.network().layers()) {
      for (long i = 0; i < layer.weights(); i++) {
        random.normal();
      }
    }
    List<LayerParameters> layers = new ArrayList<>();
    for (LayerParameters layer : training.start().layers()) {
      double[] bias = new double[layer.bias().length];
      Arrays.setAll(bias, i -> BIAS_SCALE * random.normal());
      layers.add(new LayerParameters(layer.weights(), bias));
    }
    return new TrainingCase(
        training.name(),
        training.network(),
        training.data(),
        new Parameters(layers),
        training.config());
  }

  /**
   * Makes the case with parameters and inputs rounded to {@code precision}, as a backend of that
   * precision holds them.
   */
  static TrainingCase rounded(TrainingCase training, Precision precision) {
    List<LayerParameters> layers = new ArrayList<>();
    for (LayerParameters layer : training.start().layers()) {
      layers.add(
          new LayerParameters(
              rounded(layer.weights(), precision), rounded(layer.bias(), precision)));
    }
    Dataset data = training.data();
    Features features = data.features();
    Table inputs =
        new Table(
            rounded(InputValues.of(features), precision), features.rows(), features.columns());
    return new TrainingCase(
        training.name(),
        training.network(),
        new Dataset(data.source(), inputs, data.labels(), data.classNames()),
        new Parameters(layers),
        training.config());
  }

  private static double[] rounded(double[] values, Precision precision) {
    double[] rounded = new double[values.length];
    Arrays.setAll(rounded, i -> precision.round(values[i]));
    return rounded;
  }
}
