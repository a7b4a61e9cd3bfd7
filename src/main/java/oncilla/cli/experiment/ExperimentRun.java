package oncilla.cli.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import oncilla.backend.Backend;
import oncilla.backend.provider.Selection;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Invocation;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Tables;
import oncilla.cli.console.Version;
import oncilla.cli.console.Wording;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.report.Json;
import oncilla.report.experiment.ExperimentReport;
import oncilla.report.experiment.VariantResult;
import oncilla.report.run.ConfigFile;
import oncilla.report.run.RunDirectory;
import oncilla.train.TrainingConfig;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs an experiment from its options to its exit code: what all experiments share.
 *
 * @param spec the command
 * @param defaults values of the options that were not given
 * @param options data, model and training
 * @param backendOptions which backend computes
 * @param common options of every command
 */
record ExperimentRun(
    CommandSpec spec,
    ExperimentOptions.Defaults defaults,
    ExperimentOptions options,
    BackendOptions backendOptions,
    CommonOptions common) {
  /**
   * What one experiment compares, and the words around it.
   *
   * @param title of figures and page
   * @param introduction a paragraph in Markdown
   * @param compared what the variants differ in, as the header of a table
   * @param variants what to compare
   * @param ownOptions options that only this experiment has, for {@code config.json}
   * @param sweep accuracies against a setting, from the results
   */
  record Subject(
      String title,
      String introduction,
      String compared,
      List<Experiment.Variant> variants,
      Map<String, Object> ownOptions,
      Function<List<VariantResult>, Optional<ExperimentReport.Sweep>> sweep) {}

  /** Trains, draws, writes and prints. */
  int run(Subject subject) {
    options.require(
        spec,
        defaults,
        subject.variants().stream().map(Experiment.Variant::regularization).toList());
    try (Messages messages = common.messages(spec, options.quiet())) {
      run(subject, messages);
    }
    return ExitCodes.DONE;
  }

  private void run(Subject subject, Messages messages) {
    Selection selection = backendOptions.select(spec, Optional.empty());
    TrainTest data = options.load(spec, defaults, messages);
    Network network = options.network(data.train().features().columns(), defaults);
    try (RunDirectory directory = options.take(defaults)) {
      run(subject, data, network, selection, directory, messages);
    }
  }

  private void run(
      Subject subject,
      TrainTest data,
      Network network,
      Selection selection,
      RunDirectory directory,
      Messages messages) {
    messages.say(Wording.of(selection.worded()));
    try {
      backendOptions.compute(
          selection,
          messages,
          (chosen, backend) -> write(subject, data, network, directory, chosen, backend, messages));
    } catch (RuntimeException | Error failure) {
      directory.removeIfUnused();
      throw failure;
    }
  }

  private ExperimentReport write(
      Subject subject,
      TrainTest data,
      Network network,
      RunDirectory directory,
      Selection selection,
      Backend backend,
      Messages messages) {
    TrainingConfig config = options.config(spec, defaults);
    List<VariantResult> results =
        new Experiment(network, data, config)
            .run(backend, subject.variants(), messages, options.quiet());
    ExperimentReport report =
        new ExperimentReport(
            subject.title(),
            subject.introduction(),
            subtitle(network, data, config, backend),
            commandLine(),
            subject.compared(),
            data,
            results,
            subject.sweep().apply(results));
    // Only now: an experiment that fails leaves nothing behind.
    new ConfigFile(
            Version.current(),
            "experiment " + defaults.name(),
            described(subject),
            BackendOptions.computedBy(selection, backend))
        .write(directory.config());
    List<Path> files = report.write(directory.path(), messages::warn);
    if (results.stream().anyMatch(result -> result.map().isEmpty())) {
      messages.say("no decision boundaries: the examples do not have two inputs");
    }
    print(directory, report, files, backend);
    return report;
  }

  private Map<String, Object> described(Subject subject) {
    Map<String, Object> described = new LinkedHashMap<>();
    options.describe(spec, defaults, described);
    described.putAll(subject.ownOptions());
    backendOptions.describe(described);
    return described;
  }

  private void print(
      RunDirectory directory, ExperimentReport report, List<Path> files, Backend backend) {
    if (common.json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("experiment", defaults.name());
      result.put("results", report.toList());
      result.put("backend", backend.name());
      result.put("device", backend.device().name());
      result.put("precision", backend.precision().label());
      if (backend.unverified()) {
        result.put("unverified", true);
      }
      result.put("out", directory.path().toString());
      result.put("files", files.stream().map(file -> file.getFileName().toString()).toList());
      spec.commandLine().getOut().println(new Json().line(result));
    } else if (!options.quiet()) {
      Tables.print(report.table(), spec.commandLine().getOut());
      spec.commandLine()
          .getOut()
          .println("\npage    " + directory.path().resolve(ExperimentReport.PAGE));
    }
  }

  private static String subtitle(
      Network network, TrainTest data, TrainingConfig config, Backend backend) {
    return "%s on %s, learning rate %s, %d iterations, %s %s%s"
        .formatted(
            network.sizes("-"),
            data.train().source(),
            config.learningRate(),
            config.iterations(),
            backend.name(),
            backend.precision().label(),
            backend.unverified() ? ", unverified kernels" : "");
  }

  /** What was typed, so that the page says how to make it again. */
  private String commandLine() {
    return Invocation.ofProcess()
        .command(spec.root().commandLine().getParseResult().originalArgs());
  }
}
