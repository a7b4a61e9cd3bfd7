package oncilla.cli.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.options.DefaultOut;
import oncilla.cli.options.HiddenLayers;
import oncilla.cli.options.ImageOptions;
import oncilla.data.TrainTest;
import oncilla.data.demo.DemoPoints;
import oncilla.data.reader.Datasets;
import oncilla.nn.Network;
import oncilla.nn.Regularization;
import oncilla.random.Seeds;
import oncilla.report.run.RunDirectory;
import oncilla.train.TrainingConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Data, model and training of an experiment; the defaults are the notes'. */
final class ExperimentOptions {
  /**
   * What an experiment uses where nothing else is asked for: the notes' numbers.
   *
   * @param name the experiment's name on the command line
   * @param points the data that the experiment draws
   * @param hidden units of the hidden layers
   * @param learningRate step of gradient descent
   * @param iterations parameter updates
   * @param logEvery iterations between logged costs
   */
  record Defaults(
      String name,
      DemoPoints points,
      String hidden,
      double learningRate,
      long iterations,
      long logEvery) {
    static final Defaults INITIALIZATION =
        new Defaults("initialization", DemoPoints.CIRCLES, "10,5", 0.01, 15_000, 500);
    static final Defaults REGULARIZATION =
        new Defaults("regularization", DemoPoints.FOOTBALL, "20,3", 0.3, 30_000, 1_000);
  }

  @Option(
      names = "--train",
      paramLabel = "PATH",
      description = "Training data instead of points drawn here, of the kinds that train takes.")
  private Path train;

  @Option(names = "--test", paramLabel = "PATH", description = "Test data, of the same kinds.")
  private Path test;

  @Mixin private ImageOptions images;

  @Option(
      names = "--hidden",
      paramLabel = "N,N,…",
      description = "Units of the hidden layers (initialization: 10,5; regularization: 20,3).")
  private HiddenLayers hidden;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Step of gradient descent (initialization: 0.01; regularization: 0.3).")
  private Double learningRate;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Parameter updates (initialization: 15000; regularization: 30000).")
  private Long iterations;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Distance between costs (initialization: 500; regularization: 1000).")
  private Long logEvery;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "3",
      description = "Seed of starts, dropout and the points drawn here (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for figures and page, missing or empty (default runs/<name>-<UTC time>).")
  private Path out;

  @Option(names = "--quiet", description = "Print no messages and no progress, only errors.")
  private boolean quiet;

  boolean quiet() {
    return quiet;
  }

  long seed() {
    return seed;
  }

  /** The folder for the results, named or new. */
  RunDirectory take(Defaults defaults) {
    return DefaultOut.take(out, defaults.name() + "-");
  }

  /** Refuses options that are wrong whatever the data. */
  void require(CommandSpec spec, Defaults defaults, List<Regularization> regularizations) {
    if (train == null) {
      List<String> needData = new ArrayList<>(List.of("--test"));
      needData.addAll(ImageOptions.names());
      for (String option : needData) {
        if (Usage.given(spec, option)) {
          throw Usage.error(spec, option + " has no meaning without --train PATH");
        }
      }
    } else {
      images.requireUse(spec, test == null ? List.of(train) : List.of(train, test));
    }
    images.options(spec);
    Usage.check(spec, () -> Seeds.require(seed));
    config(spec, defaults);
    Network anyInputs = network(1, defaults);
    regularizations.forEach(
        regularization ->
            Usage.check(
                spec,
                () -> {
                  regularization.requireFit(anyInputs);
                  return regularization;
                }));
  }

  /** Reads or draws the data. */
  TrainTest load(CommandSpec spec, Defaults defaults, Messages messages) {
    return train == null
        ? defaults.points().trainTest(seed)
        : Datasets.load(train, Optional.ofNullable(test), images.options(spec), messages.notices());
  }

  /** The model for this many inputs. */
  Network network(int inputs, Defaults defaults) {
    return Network.classifier(inputs, hidden(defaults).units());
  }

  /** The settings of training, without regularization. */
  TrainingConfig config(CommandSpec spec, Defaults defaults) {
    return Usage.check(
        spec,
        () ->
            new TrainingConfig(
                iterations == null ? defaults.iterations() : iterations,
                learningRate == null ? defaults.learningRate() : learningRate,
                Regularization.none(),
                seed,
                logEvery == null ? defaults.logEvery() : logEvery));
  }

  private HiddenLayers hidden(Defaults defaults) {
    return hidden == null ? HiddenLayers.parse(defaults.hidden()) : hidden;
  }

  /** Puts the options into a configuration. */
  void describe(CommandSpec spec, Defaults defaults, Map<String, Object> options) {
    TrainingConfig config = config(spec, defaults);
    options.put("train", train == null ? null : train.toString());
    options.put("test", test == null ? null : test.toString());
    images.describe(options, images.imageSize());
    options.put("hidden", hidden(defaults).toString());
    options.put("learning_rate", config.learningRate());
    options.put("iterations", config.iterations());
    options.put("log_every", config.logEvery());
    options.put("seed", seed);
  }
}
