package oncilla.cli.experiment;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Tables;
import oncilla.cli.console.Usage;
import oncilla.cli.options.CommonOptions;
import oncilla.report.Curve;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.report.TextTable;
import oncilla.report.figure.CostPlot;
import oncilla.report.run.RunLabels;
import oncilla.report.run.SavedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plot}: the cost curves of several runs in one figure. */
@Command(
    name = "plot",
    header = "Draws the costs of runs into one figure, to compare them.",
    description = {
      "",
      "Runs are named by the options that they differ in. Where they measured a test",
      "set while training, its accuracy is drawn below the costs. A run may still be",
      "going on.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
public final class PlotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run directories of train.")
  private List<Path> directories;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "plot.png",
      description = "The figure, a .png; replaced if it is there (default ${DEFAULT-VALUE}).")
  private Path out;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw Usage.error(spec, "--out must end in .png, not " + out);
    }
    List<SavedRun> runs = directories.stream().map(SavedRun::read).toList();
    RunLabels runLabels = new RunLabels(runs);
    List<String> labels = runLabels.labels();
    draw(runs, labels, runLabels.common());
    if (common.json) {
      spec.commandLine().getOut().println(new Json().line(toMap(runs, labels)));
    } else {
      print(runs, labels);
    }
    return ExitCodes.DONE;
  }

  private void draw(List<SavedRun> runs, List<String> labels, String subtitle) {
    List<Curve> costs = new ArrayList<>();
    List<Curve> accuracies = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      costs.add(runs.get(i).cost(labels.get(i)));
      runs.get(i).testAccuracy(labels.get(i)).ifPresent(accuracies::add);
    }
    String title = runs.size() == 1 ? "A run" : runs.size() + " runs";
    Optional<String> reason =
        new CostPlot(title, subtitle, costs, "test accuracy", accuracies).write(out);
    if (reason.isPresent()) {
      throw new OutputException(reason.get());
    }
  }

  private void print(List<SavedRun> runs, List<String> labels) {
    TextTable table =
        new TextTable()
            .left("run")
            .left("differs in")
            .right("iteration")
            .right("cost")
            .right("test accuracy");
    for (int i = 0; i < runs.size(); i++) {
      SavedRun.Point last = runs.get(i).last();
      table.row(
          runs.get(i).directory(),
          labels.get(i),
          last.iteration(),
          String.format(Locale.ROOT, "%.4f", last.cost()),
          last.testAccuracy().map(a -> String.format(Locale.ROOT, "%.4f", a)).orElse(""));
    }
    PrintWriter printer = spec.commandLine().getOut();
    Tables.print(table, printer);
    printer.println();
    printer.println("plot    " + out);
  }

  private Map<String, Object> toMap(List<SavedRun> runs, List<String> labels) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      SavedRun.Point last = runs.get(i).last();
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("run", runs.get(i).directory().toString());
      map.put("label", labels.get(i));
      map.put("iteration", last.iteration());
      map.put("cost", last.cost());
      last.testAccuracy().ifPresent(accuracy -> map.put("test_accuracy", accuracy));
      list.add(map);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("out", out.toString());
    result.put("runs", list);
    return result;
  }
}
