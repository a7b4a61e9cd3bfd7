package oncilla.cli.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.backend.Backend;
import oncilla.backend.provider.Selection;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.ProgressDisplay;
import oncilla.cli.console.Usage;
import oncilla.cli.console.Version;
import oncilla.cli.console.Wording;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.BatchOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.DataSourceOptions;
import oncilla.cli.options.DefaultOut;
import oncilla.cli.options.LossOptions;
import oncilla.cli.options.ModelOptions;
import oncilla.cli.options.OptimizerOptions;
import oncilla.cli.options.SplitOptions;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.nn.LossSettings;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.optim.Optimizer;
import oncilla.report.Json;
import oncilla.report.run.ConfigFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.MemoryPlan;
import oncilla.train.TrainingConfig;
import oncilla.train.rate.RateCurve;
import oncilla.train.rate.RateFinder;
import oncilla.train.rate.RateRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code find-lr}: suggests a learning rate. */
@Command(
    name = "find-lr",
    header = "Suggests a learning rate: trains a little with rates that grow.",
    description = {
      "",
      "Each update has a larger rate than the one before, from --from to --to. Rates",
      "that are too small leave the cost as it is, and rates that are too large let",
      "it rise; the test ends where the smoothed cost is above 4 times its lowest.",
      "Suggested is the first rate with two thirds of the fall behind it, down to the",
      "bottom of the first valley. Give the options of train that the rate is for:",
      "data, model, batches, optimiser.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class FindLrCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "R",
      defaultValue = "1e-6",
      description = "The first learning rate (default ${DEFAULT-VALUE}).")
  private double from;

  @Option(
      names = "--to",
      paramLabel = "R",
      defaultValue = "10",
      description = "The last learning rate (default ${DEFAULT-VALUE}).")
  private double to;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "200",
      description = "Updates, each with the next rate (default ${DEFAULT-VALUE}).")
  private int steps;

  @Mixin private DataSourceOptions data;
  @Mixin private ModelOptions model;
  @Mixin private BatchOptions batches;
  @Mixin private OptimizerOptions optimizer;
  @Mixin private LossOptions loss;
  @Mixin private SplitOptions split;
  @Mixin private BackendOptions backend;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for plot and points, missing or empty (default runs/<UTC time>-find-lr).")
  private Path out;

  @Option(names = "--quiet", description = "Print no messages and no progress, only errors.")
  private boolean quiet;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, quiet)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    data.require(spec);
    model.require(spec, data.demo);
    split.require(spec);
    Optimizer rule = optimizer.optimizer(spec);
    LossSettings labels = loss.loss(spec);
    RateRange range = Usage.check(spec, () -> new RateRange(from, to, steps));
    TrainingConfig config =
        Usage.check(
            spec,
            () ->
                TrainingConfig.defaults()
                    .withRegularization(model.regularization(spec, data.demo))
                    .withSeed(model.seed)
                    .withBatchSize(batches.size())
                    .withAugmentation(batches.augmentation())
                    .withOptimizer(rule)
                    .withClipNorm(optimizer.clipNorm())
                    .withLoss(labels));
    Selection selection = backend.select(spec, Optional.empty());
    TrainTest all = model.matched(data.load(spec, model.seed, messages), messages);
    Dataset left = split.given() ? split.draw(all.train(), model.seed).train() : all.train();
    Dataset train = model.standardization(left, messages).map(left::standardized).orElse(left);
    loss.requireFit(spec, labels, train);
    batches.requireFit(spec, train);
    Network network = model.network(train.features().columns(), data.demo);
    Parameters start = model.start(spec, network);
    try (RunDirectory directory = DefaultOut.takeNamed(out, "find-lr")) {
      return run(directory, train, network, start, config, range, selection, messages);
    }
  }

  private int run(
      RunDirectory directory,
      Dataset train,
      Network network,
      Parameters start,
      TrainingConfig config,
      RateRange range,
      Selection selection,
      Messages messages) {
    messages.say(Wording.of(selection.worded()));
    RateReport report;
    try {
      report =
          backend.compute(
              selection,
              messages,
              (chosen, opened) -> {
                MemoryPlan.find(opened, network, train.features(), config, Optional.empty())
                    .explanation()
                    .ifPresent(messages::say);
                RateCurve curve =
                    (quiet ? ProgressDisplay.NONE : ProgressDisplay.LIVE_ONLY)
                        .show(
                            List.of(),
                            listeners ->
                                RateFinder.run(
                                    opened, network, train, start, config, range, listeners));
                return new RateReport(
                    curve,
                    directory,
                    TypedOptions.of(spec),
                    subtitle(network, train, opened),
                    configFile(chosen, opened));
              });
      report.write(messages);
    } catch (RuntimeException | Error failure) {
      directory.removeIfUnused();
      throw failure;
    }
    if (common.json) {
      spec.commandLine().getOut().println(new Json().line(report.toMap()));
    } else if (!quiet) {
      report.print(spec.commandLine().getOut());
    }
    return ExitCodes.DONE;
  }

  private ConfigFile configFile(Selection selection, Backend opened) {
    return new ConfigFile(
        Version.current(),
        "find-lr",
        TypedOptions.of(spec).words(),
        options(),
        BackendOptions.computedBy(selection, opened));
  }

  /** Every option with the value it had. */
  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("from", from);
    options.put("to", to);
    options.put("steps", steps);
    data.describe(options);
    model.describe(options, data.demo);
    batches.describe(options);
    optimizer.describe(options);
    loss.describe(options);
    split.describe(options);
    backend.describe(options);
    return options;
  }

  private String subtitle(Network network, Dataset train, Backend opened) {
    return "%s on %d examples%s, %s %s%s"
        .formatted(
            network.sizes("-"),
            train.size(),
            (batches.size() == 0 ? "" : ", batches of " + batches.size())
                + ", "
                + optimizer.label(),
            opened.name(),
            opened.precision().label(),
            opened.unverified() ? ", unverified" : "");
  }
}
