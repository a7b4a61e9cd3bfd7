package oncilla.cli.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.backend.Backend;
import oncilla.backend.provider.Selection;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Wording;
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.ImageOptions;
import oncilla.cli.options.ModelExpectation;
import oncilla.cli.options.ModelSource;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Split;
import oncilla.data.reader.Datasets;
import oncilla.io.AtomicFile;
import oncilla.io.SavedModel;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.report.figure.PendingFigure;
import oncilla.report.run.RunDirectory;
import oncilla.report.run.TrainedRun;
import oncilla.train.Evaluator;
import oncilla.train.metric.Evaluation;
import oncilla.train.metric.Scores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: metrics and a verdict of a saved model on a data set. */
@Command(
    name = "evaluate",
    header = "Measures a saved model on a data set, and says what it is worth.",
    sortOptions = false,
    abbreviateSynopsis = true)
public final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelSource source;

  @Option(
      names = "--test",
      paramLabel = "PATH",
      required = true,
      description =
          "Data: .h5, .csv, .mat, .npz, or a folder with a sub-folder of images per class.")
  private Path test;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder, missing or empty, for evaluation.json, figures and the mistakes (default: none"
              + " are written).")
  private Path out;

  @Mixin private ImageOptions images;
  @Mixin private BackendOptions backend;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    images.requireUse(spec, List.of(test));
    SavedModel model = source.load();
    Selection selection = backend.select(spec, Optional.of(model.precision()));
    DataOptions options = images.optionsFor(spec, model, Files.isDirectory(test), messages);
    Dataset stored =
        Datasets.loadOne(
            test,
            options,
            Split.TEST,
            Optional.of(ModelExpectation.of(model, source.path)),
            messages.notices());
    Dataset data = model.standardization().map(stored::standardized).orElse(stored);
    if (out == null) {
      evaluate(model, data, selection, Optional.empty(), messages);
      return ExitCodes.DONE;
    }
    try (RunDirectory directory = RunDirectory.create(out)) {
      try {
        evaluate(model, data, selection, Optional.of(directory), messages);
      } catch (RuntimeException | Error failure) {
        directory.removeIfUnused();
        throw failure;
      }
    }
    return ExitCodes.DONE;
  }

  private void evaluate(
      SavedModel model,
      Dataset data,
      Selection selection,
      Optional<RunDirectory> directory,
      Messages messages) {
    messages.say(Wording.of(selection.worded()));
    Optional<TrainedRun> run = trainedRun(messages);
    backend.compute(
        selection,
        messages,
        (chosen, opened) -> {
          Evaluation evaluation =
              new Evaluator(opened)
                  .evaluate(model.network(), model.parameters(), data, 0, data.size());
          Judgement judgement =
              new Judgement(
                  evaluation,
                  evaluation.scores(),
                  data,
                  JudgedOn.TEST,
                  run.flatMap(TrainedRun::training));
          finish(opened, model, judgement, run, directory, messages);
          return evaluation;
        });
  }

  private void finish(
      Backend opened,
      SavedModel model,
      Judgement judgement,
      Optional<TrainedRun> run,
      Optional<RunDirectory> directory,
      Messages messages) {
    CommandSpec train = CommandSpec.forAnnotatedObject(new TrainCommand());
    VerdictText verdict =
        judgement.verdict(
            run.map(trained -> retry(trained, model, train)).filter(Suggestions::hasFilesHere),
            train.findOption("--class-weight") != null);
    Map<String, Object> result = result(opened, judgement, verdict);
    if (directory.isPresent()) {
      String subtitle =
          "%s on %s, %s %s%s"
              .formatted(
                  source.path,
                  test,
                  opened.name(),
                  opened.precision().label(),
                  opened.unverified() ? ", unverified" : "");
      PendingFigure.drawAll(
              judgement.write(directory.get().path(), "test set", subtitle, List.of(), List.of()))
          .stream()
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(messages::warn);
      write(directory.get().path().resolve("evaluation.json"), result);
    }
    print(judgement, verdict, result);
  }

  /** How the model was trained, where it lies in the directory of its run. */
  private Optional<TrainedRun> trainedRun(Messages messages) {
    try {
      return Files.isDirectory(source.path) ? TrainedRun.read(source.path) : Optional.empty();
    } catch (DataException damaged) {
      // The model is there; only what to try next cannot be said.
      messages.warn(damaged.getMessage());
      return Optional.empty();
    }
  }

  /** The training, with this test set if it had none. */
  private Suggestions retry(TrainedRun run, SavedModel model, CommandSpec train) {
    TypedOptions typed = TypedOptions.of(run.arguments());
    return new Suggestions(
        typed.has("--test") || typed.has("--demo") ? typed : typed.with("--test", test.toString()),
        run.settings(),
        model.imageSize().isPresent(),
        option -> train.findOption(option) != null);
  }

  private static void write(Path file, Map<String, Object> result) {
    try {
      AtomicFile.writeText(file, new Json().indented(result));
    } catch (IOException cause) {
      throw OutputException.cannotWrite(file, cause);
    }
  }

  private static Map<String, Object> result(
      Backend opened, Judgement judgement, VerdictText verdict) {
    Scores scores = judgement.scores();
    Map<String, Object> result = new LinkedHashMap<>(scores.metrics().toMap());
    result.put("metrics", scores.classification().toMap());
    result.put("verdict", verdict.toMap());
    result.put("examples", judgement.data().size());
    result.put("backend", opened.name());
    result.put("device", opened.device().name());
    result.put("precision", opened.precision().label());
    if (opened.unverified()) {
      result.put("unverified", true);
    }
    return result;
  }

  private void print(Judgement judgement, VerdictText verdict, Map<String, Object> result) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json) {
      out.println(new Json().line(result));
      return;
    }
    Scores scores = judgement.scores();
    ScoresText text = new ScoresText(scores, judgement.data().classNames());
    out.printf(Locale.ROOT, "%s, cost %.4f%n", text.right(), scores.metrics().dataCost());
    text.lines().forEach(out::println);
    out.println();
    verdict.lines().forEach(out::println);
  }
}
