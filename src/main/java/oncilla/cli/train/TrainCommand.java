package oncilla.cli.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import oncilla.backend.Backend;
import oncilla.backend.provider.Selection;
import oncilla.cli.checkpoint.CheckpointOptions;
import oncilla.cli.checkpoint.Checkpoints;
import oncilla.cli.checkpoint.DataIdentity;
import oncilla.cli.checkpoint.SavedOptions;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.console.Wording;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.Choices;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.DataSourceOptions;
import oncilla.cli.options.DefaultOut;
import oncilla.cli.options.MemoryOptions;
import oncilla.cli.options.ModelOptions;
import oncilla.cli.options.StreamOptions;
import oncilla.cli.options.TrainingOptions;
import oncilla.cli.options.ValidationOptions;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.report.Json;
import oncilla.report.run.RunConfig;
import oncilla.report.run.RunDirectory;
import oncilla.train.TrainingConfig;
import picocli.CommandLine;
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
  /** What may be said beside {@code --resume}. */
  private static final Set<String> BESIDE_RESUME =
      Set.of("--quiet", "--verbose", "--json", "--iterations", "--epochs", MemoryOptions.LIMIT);

  @Spec private CommandSpec spec;
  @Mixin private DataSourceOptions data;
  @Mixin private RecipeOption recipe;
  @Mixin private ModelOptions model;
  @Mixin private TrainingOptions training;
  @Mixin private ValidationOptions validation;
  @Mixin private StreamOptions stream;
  @Mixin private BackendOptions backend;
  @Mixin private MemoryOptions memory;

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

  @Mixin private CheckpointOptions checkpoints;
  @Mixin private CommonOptions common;

  /** The recipe that filled in what was not said. */
  private Recipe.Name taken = Recipe.Name.NOTES;

  /** A parser of the options of a command that no command line names. */
  static CommandLine parser(TrainCommand command) {
    return Choices.register(new CommandLine(command));
  }

  @Override
  public Integer call() {
    if (checkpoints.resume != null) {
      return resume(checkpoints.resume);
    }
    if (checkpoints.config != null) {
      Again like = Again.like(checkpoints.config);
      List<String> said = TypedOptions.of(spec).without(List.of("--config")).words();
      take(SavedOptions.with(words(like), said));
      return run(Optional.of(like), () -> DefaultOut.take(out, ""));
    }
    return run(Optional.empty(), () -> DefaultOut.take(out, ""));
  }

  /** The words that give each option the value it had. */
  List<String> words(Again again) {
    List<String> words =
        new ArrayList<>(
            new SavedOptions(
                    again.config(),
                    spec,
                    tried -> {
                      take(tried);
                      return Suggestions.texts(options());
                    })
                .words());
    words.addAll(again.chosen());
    return words;
  }

  /** Gives the options the values that they have with these words. */
  void take(List<String> words) {
    spec.commandLine().parseArgs(words.toArray(String[]::new));
  }

  private int resume(Path run) {
    TypedOptions typed = TypedOptions.of(spec).without(List.of("--resume"));
    for (String option : typed.values().keySet()) {
      if (!BESIDE_RESUME.contains(option)) {
        throw Usage.error(
            spec, "--resume takes the options of the run; " + option + " has no meaning with it");
      }
    }
    boolean further = typed.has("--iterations") || typed.has("--epochs");
    try (RunDirectory directory = RunDirectory.goOn(run)) {
      Again again = Again.of(directory, Again.How.RESUME);
      if (again.finished().isPresent() && !further) {
        try (Messages messages = common.messages(spec, quiet)) {
          return sayFinished(directory, again, messages);
        }
      }
      List<String> saved = words(again);
      take(SavedOptions.with(saved, typed.words()));
      return run(Optional.of(again), () -> directory);
    }
  }

  private int sayFinished(RunDirectory directory, Again again, Messages messages) {
    messages.say(
        "%s: finished after %d iterations; --iterations or --epochs goes further"
            .formatted(directory.path(), again.finished().getAsLong()));
    if (common.json) {
      spec.commandLine().getOut().println(RunConfig.result(directory));
    }
    return ExitCodes.DONE;
  }

  /**
   * Trains with the options as they are now.
   *
   * @param again the run that it is or is like
   * @param place takes its directory, which is closed here
   */
  int run(Optional<Again> again, Supplier<RunDirectory> place) {
    try (Messages messages = common.messages(spec, quiet)) {
      return run(again, place, messages);
    }
  }

  private int run(Optional<Again> again, Supplier<RunDirectory> place, Messages messages) {
    data.require(spec);
    checkpoints.require(spec);
    recipe.fillBeforeReading(spec, data.isFolder());
    // What no data could make right is refused before anything is read.
    config();
    backend.limitMemory(memory.limit());
    Selection selection = backend.select(spec, Optional.empty());
    again.ifPresent(before -> before.requireDevice(selection, messages));
    TrainTest all =
        model.matched(data.load(spec, model.seed, stream.caching(), messages), messages);
    taken = recipe.fill(spec, all.train(), data.isFolder(), data.demo);
    TrainingConfig config = config();
    ValidationOptions.Parts split = validation.split(all, model.seed);
    ValidationOptions.Parts parts =
        split.standardized(model.standardization(split.data().train(), messages));
    TrainTest examples = parts.data();
    Network network = model.network(examples.train().features().columns(), data.demo);
    Parameters start = model.start(spec, network);
    Map<String, DataIdentity> identity = identity(all);
    again.ifPresent(before -> before.requireData(identity, messages));
    TrainingConfig forData = training.forExamples(spec, config, examples.train());
    try (RunDirectory directory = place.get()) {
      if (again.isPresent()
          && again.get().resumes()
          && again.get().finished().orElse(0) >= forData.iterations()) {
        return sayFinished(directory, again.get(), messages);
      }
      Checkpoints.Plan plan =
          new Checkpoints.Plan(checkpoints.interval(spec), checkpoints.asked(), checkpoints.keep());
      Map<String, Object> described = new LinkedHashMap<>();
      identity.forEach((name, data) -> described.put(name, data.toMap()));
      return train(
          directory,
          selection,
          messages,
          opened ->
              new StreamChoice(stream.when(), network, forData).on(opened, parts.data(), messages),
          (chosen, placed) ->
              new Run(
                  network,
                  placed,
                  parts.validation(),
                  start,
                  forData,
                  chosen,
                  directory,
                  options(),
                  data.demo,
                  !noCurves,
                  retry(parts.data()),
                  again,
                  plan,
                  described));
    }
  }

  /** Size and checksum of what was read, by the option that names it. */
  private Map<String, DataIdentity> identity(TrainTest all) {
    Map<String, DataIdentity> identity = new LinkedHashMap<>();
    data.trainPath()
        .ifPresent(path -> identity.put("train", DataIdentity.of(path, all.train().files())));
    if (data.test != null) {
      List<Path> files = all.test().map(Dataset::files).orElse(List.of());
      identity.put("test", DataIdentity.of(data.test, files));
    }
    model
        .startFile()
        .ifPresent(path -> identity.put("init_from", DataIdentity.of(path, List.of())));
    return identity;
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
      Selection selection,
      Messages messages,
      Function<Backend, TrainTest> data,
      BiFunction<Selection, TrainTest, Run> run) {
    messages.say(Wording.of(selection.worded()));
    recipe.sentence().ifPresent(messages::say);
    TrainReport report;
    try {
      report =
          backend.compute(
              selection,
              messages,
              (chosen, opened) ->
                  run.apply(chosen, data.apply(opened)).train(opened, messages, quiet));
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
    report
        .interrupted()
        .ifPresent(code -> messages.say("interrupted; to go on: " + report.toGoOn()));
    return report.interrupted().orElse(ExitCodes.DONE);
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
    checkpoints.describe(options);
    stream.describe(options);
    backend.describe(options);
    memory.describe(options);
    return options;
  }
}
