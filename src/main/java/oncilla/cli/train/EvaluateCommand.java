package oncilla.cli.train;

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
import oncilla.cli.options.BackendOptions;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.ImageOptions;
import oncilla.cli.options.ModelExpectation;
import oncilla.cli.options.ModelSource;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Split;
import oncilla.data.reader.Datasets;
import oncilla.io.SavedModel;
import oncilla.report.Json;
import oncilla.train.Evaluator;
import oncilla.train.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: accuracy and cost of a saved model on a data set. */
@Command(
    name = "evaluate",
    header = "Measures a saved model on a data set: accuracy and cost.",
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

  @Mixin private ImageOptions images;
  @Mixin private BackendOptions backend;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    images.requireUse(spec, List.of(test));
    Messages messages = new Messages(spec.commandLine().getErr(), false);
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
    messages.say(BackendOptions.explanation(selection));
    backend.compute(
        selection,
        messages,
        (chosen, opened) -> {
          Metrics metrics =
              new Evaluator(opened)
                  .evaluate(model.network(), model.parameters(), data, 0, data.size())
                  .metrics();
          print(opened, data, metrics);
          return metrics;
        });
    return ExitCodes.DONE;
  }

  private void print(Backend opened, Dataset data, Metrics metrics) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json) {
      Map<String, Object> result = new LinkedHashMap<>(metrics.toMap());
      result.put("examples", data.size());
      result.put("backend", opened.name());
      result.put("device", opened.device().name());
      result.put("precision", opened.precision().label());
      if (opened.unverified()) {
        result.put("unverified", true);
      }
      out.println(new Json().line(result));
      return;
    }
    out.printf(
        Locale.ROOT,
        "%d of %d right (%.1f %%), cost %.4f%n",
        Math.round(metrics.accuracy() * data.size()),
        data.size(),
        100 * metrics.accuracy(),
        metrics.dataCost());
  }
}
