package oncilla.check;

import java.util.List;
import oncilla.backend.Shape;
import oncilla.check.op.Inputs;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.train.TrainingConfig;

/**
 * A network with examples, start and settings: all that a training step depends on.
 *
 * @param name of the case in tables
 * @param network the model
 * @param data the examples
 * @param start parameters before the first step
 * @param config rate, regularization, seed
 */
public record TrainingCase(
    String name, Network network, Dataset data, Parameters start, TrainingConfig config) {
  /** Makes 53 examples of 37 numbers, the same on every run and machine. */
  public static Dataset smallData() {
    int examples = 53;
    int columns = 37;
    double[] values = Inputs.signed(Shape.of(examples, columns), 50);
    byte[] labels = new byte[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = (byte) (values[i * columns] + values[i * columns + 1] > 0 ? 1 : 0);
    }
    return new Dataset(
        "built-in case", new Table(values, examples, columns), labels, List.of("low", "high"));
  }

  /** Makes a case with dropout and L2 that needs every operation of a step and takes a moment. */
  public static TrainingCase small() {
    Dataset data = smallData();
    Network network = Network.classifier(data.features().columns(), List.of(20, 7, 5));
    TrainingConfig config =
        TrainingConfig.defaults()
            .withLearningRate(0.1)
            .withRegularization(new Regularization(0.7, List.of(0.86)));
    Parameters start = Initialization.of(Initialization.Scheme.HE).draw(network, config.seed());
    return new TrainingCase("37,20,7,5,1 x 53", network, data, start, config);
  }
}
