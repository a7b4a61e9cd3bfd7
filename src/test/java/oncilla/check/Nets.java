package oncilla.check;

import java.util.List;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.TrainingConfig;

/** Cases written out by hand. */
public final class Nets {
  private Nets() {}

  /** Examples of one number each, labelled 1, 0, 1, …, and these parameters. */
  public static TrainingCase of(Network network, double[] inputs, LayerParameters... layers) {
    byte[] labels = new byte[inputs.length];
    for (int i = 0; i < labels.length; i += 2) {
      labels[i] = 1;
    }
    return new TrainingCase(
        "by hand",
        network,
        new Dataset("by hand", new Table(inputs, inputs.length, 1), labels, List.of("0", "1")),
        new Parameters(List.of(layers)),
        TrainingConfig.defaults());
  }

  /** The same case at another point. */
  public static TrainingCase at(TrainingCase training, Parameters point) {
    return new TrainingCase(
        training.name(), training.network(), training.data(), point, training.config());
  }
}
