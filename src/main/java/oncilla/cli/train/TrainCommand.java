package oncilla.cli.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.backend.provider.Selection;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Wording;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.DataSourceOptions;
import oncilla.cli.options.DefaultOut;
import oncilla.cli.options.ModelOptions;
import oncilla.cli.options.TrainingOptions;
import oncilla.cli.options.ValidationOptions;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.report.Json;
import oncilla.report.run.RunDirectory;
import oncilla.train.TrainingConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: trains a classifier and writes a run directory. */
@Command(
    name = "train",
    header = "Trains a classifier; writes model, metrics and cost plot into a run directory.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataSourceOptions data;
  @Mixin private RecipeOption recipe;
  @Mixin private ModelOptions model;
  @Mixin private TrainingOptions training;
  @Mixin private ValidationOptions validation;
  @Mixin private BackendOptions backend;

  @Option(
      names = "--no-curves",
      description = "Measure the test set only at the end, not at every cost that is read as well.")
  private boolean noCurves;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run directory, missing or empty (default runs/<UTC time>).")
  private Path out;

  @Option(names = "--quiet", description = "Print no messages and no progress, only errors.")
  private boolean quiet;

  @Mixin private CommonOptions common;

  /** The recipe that filled in what was not said. */
  private Recipe.Name taken = Recipe.Name.NOTES;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, quiet)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    data.require(spec);
    recipe.fillBeforeReading(spec, data.isFolder());
    // What no data could make right is refused before anything is read.
    config();
    Selection selection = backend.select(spec, Optional.empty());
    TrainTest all = model.matched(data.load(spec, model.seed, messages), messages);
    taken = recipe.fill(spec, all.train(), data.isFolder(), data.demo);
    TrainingConfig config = config();
    ValidationOptions.Parts split = validation.split(all, model.seed);
    ValidationOptions.Parts parts =
        split.standardized(model.standardization(split.data().train(), messages));
    TrainTest examples = parts.data();
    Network network = model.network(examples.train().features().columns(), data.demo);
    Parameters start = model.start(spec, network);
    TrainingConfig forData = training.forExamples(spec, config, examples.train());
    try (RunDirectory directory = DefaultOut.take(out, "")) {
      return train(directory, parts, network, start, forData, selection, messages);
    }
  }

  /** The settings as the options have them now, checked. */
  private TrainingConfig config() {
    model.require(spec, data.demo);
    Regularization regularization = model.regularization(spec, data.demo);
    validation.require(spec);
    return training.config(spec, data.demo, regularization, model.seed);
  }

  private int train(
      RunDirectory directory,
      ValidationOptions.Parts parts,
      Network network,
      Parameters start,
      TrainingConfig config,
      Selection selection,
      Messages messages) {
    messages.say(Wording.of(selection.worded()));
    recipe.sentence().ifPresent(messages::say);
    TrainReport report;
    try {
      report =
          backend.compute(
              selection,
              messages,
              (chosen, opened) ->
                  new Run(
                          network,
                          parts.data(),
                          parts.validation(),
                          start,
                          config,
                          chosen,
                          directory,
                          options(),
                          data.demo,
                          !noCurves,
                          retry(parts.data()))
                      .train(opened, messages, quiet));
    } catch (RuntimeException | Error failure) {
      directory.removeIfUnused();
      throw failure;
    }
    if (common.json) {
      Map<String, Object> result = new LinkedHashMap<>(report.result().toMap());
      result.put("out", directory.path().toString());
      spec.commandLine().getOut().println(new Json().line(result));
    } else if (!quiet) {
      report.print(spec.commandLine().getOut());
    }
    return ExitCodes.DONE;
  }

  /** This command, to be suggested with a change. */
  private Suggestions retry(TrainTest examples) {
    return new Suggestions(
        TypedOptions.of(spec),
        Suggestions.texts(options()),
        examples.train().features().imageGeometry().isPresent(),
        option -> spec.findOption(option) != null);
  }

  /** Every option with the value it had. */
  private Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    data.describe(options);
    RecipeOption.describe(options, taken);
    model.describe(options, data.demo);
    training.describe(options, data.demo);
    validation.describe(options);
    options.put("no_curves", noCurves);
    backend.describe(options);
    return options;
  }
}
