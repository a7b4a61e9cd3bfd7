package oncilla.cli.options;

import java.util.List;
import java.util.Map;
import oncilla.cli.console.Usage;
import oncilla.nn.Network;
import oncilla.nn.Regularization;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What keeps a model from fitting its training set too closely: L2 and dropout. */
public final class RegularizationOptions {
  @Option(
      names = "--l2",
      paramLabel = "LAMBDA",
      defaultValue = "0",
      description = "Strength of L2 regularization (default ${DEFAULT-VALUE}).")
  double l2;

  @Option(
      names = "--keep-prob",
      paramLabel = "P[,P…]",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "1",
      description =
          "Dropout: the share of units kept, for all hidden layers or one for each"
              + " (default ${DEFAULT-VALUE}).")
  List<Double> keepProb;

  /** What was asked for, checked against the hidden layers of each of {@code networks}. */
  public Regularization of(CommandSpec spec, List<Network> networks) {
    return Usage.check(
        spec,
        () -> {
          Regularization regularization = new Regularization(l2, keepProb);
          networks.forEach(regularization::requireFit);
          return regularization;
        });
  }

  /** Puts the options into a configuration. */
  void describe(Map<String, Object> options) {
    options.put("l2", l2);
    options.put("keep_prob", keepProb);
  }
}
