package oncilla.cli.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.cli.experiment.Experiment.Variant;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Regularization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code experiment initialization}: how weights start, on two noisy circles. */
@Command(
    name = "initialization",
    header = "Compares starts of the weights: zeros, large normals, He, LeCun, Glorot.",
    description = {
      "",
      "Trains the same network on two noisy circles from five starts. Draws the costs",
      "and what each network learned.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class InitializationCommand implements Callable<Integer> {
  private static final String INTRODUCTION =
      "The same network, the same data and the same steps, from five starts of the weights. What"
          + " differs is the scale of the first weights, and with it whether the network learns"
          + " at all, and how fast. Biases start at zero; `n_prev` and `n` are the units before"
          + " and of a layer.";
  private static final List<Variant> VARIANTS =
      List.of(
          variant(
              "zeros",
              "zeros",
              "All weights are zero. Every unit of a layer gets the same gradient as its"
                  + " neighbours, so that they stay the same: the network is no more than a"
                  + " constant, and the plane has one colour. The cost stays at ln 2 = 0.6931.",
              Initialization.of(Scheme.ZEROS)),
          variant(
              "large-normal",
              "normal × 10",
              "`randn · 10`. The first predictions are almost certain and often wrong, so the cost"
                  + " starts high, and the network spends its time on getting smaller.",
              Initialization.normal(10)),
          variant(
              "he",
              "He",
              "`randn · √(2 / n_prev)`. Keeps the size of the activations through layers of ReLU.",
              Initialization.of(Scheme.HE)),
          variant(
              "lecun",
              "LeCun",
              "`randn / √n_prev`. Keeps the size of the activations where units are linear.",
              Initialization.of(Scheme.LECUN)),
          variant(
              "glorot",
              "Glorot",
              "`randn · √(2 / (n_prev + n))`. Between what activations and what gradients ask for.",
              Initialization.of(Scheme.GLOROT)));

  @Spec private CommandSpec spec;
  @Mixin private ExperimentOptions options;
  @Mixin private BackendOptions backend;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    return new ExperimentRun(
            spec, ExperimentOptions.Defaults.INITIALIZATION, options, backend, common)
        .run(
            new ExperimentRun.Subject(
                "Starts of the weights",
                INTRODUCTION,
                "start",
                VARIANTS,
                Map.of(),
                results -> Optional.empty()));
  }

  private static Variant variant(String key, String name, String meaning, Initialization start) {
    return new Variant(key, name, meaning, start, Regularization.none());
  }
}
