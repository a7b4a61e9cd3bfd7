package oncilla.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.backend.BackendException;
import oncilla.bench.BenchTarget;
import oncilla.bench.Rounds;
import oncilla.bench.StepBench;
import oncilla.bench.StepNet;
import oncilla.bench.StepProfiler;
import oncilla.bench.StepResult;
import oncilla.bench.StepSettings;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Tables;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.RegularizationOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.nn.Regularization;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.report.TextTable;
import oncilla.report.figure.PendingFigure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench step}: training steps. */
@Command(
    name = "step",
    header = "Measures training steps.",
    description = {
      "",
      "The step that train runs, on random examples that are the same everywhere. host is the"
          + " time until a row of steps was submitted, over the time until they were done. cost is"
          + " the one that the tenth step computed, for comparing with a peer. Backends take turns;"
          + " ratios are to the first of the same precision.",
      "",
      "With --profile: us is from start to end of a launch, gap us from the end of the one before;"
          + " MB is what must be moved. of the device is the time that this, or the operations,"
          + " would take at the bandwidth or rate that the device was measured to have, over the"
          + " time that it takes; over 100 %% where data stays in a cache.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class BenchStepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--profile",
      description =
          "Also time each launch of a step on OpenCL devices by the device's own clock, and draw"
              + " it.")
  private boolean profile;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description =
          "Folder for the figures of --profile, a profile-N.png for each; made if it is missing"
              + " (default: here).")
  private Path out;

  @Mixin private NetOptions nets;
  @Mixin private RegularizationOptions regularized;
  @Mixin private BenchOptions options;
  @Mixin private CheckTargets targets;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    Rounds rounds = options.rounds(spec);
    List<StepNet> list = nets.list(spec);
    Regularization regularization =
        regularized.of(spec, list.stream().map(StepNet::network).toList());
    StepSettings settings = new StepSettings(regularization);
    List<StepResult> results = new ArrayList<>();
    List<StepProfileReport> profiles = new ArrayList<>();
    try (OpenTargets open = OpenTargets.open(spec, targets, options, messages)) {
      StepBench bench = new StepBench(open.list(), rounds, settings);
      for (StepNet net : list) {
        messages.say("measuring " + net);
        List<StepResult> measured = bench.measure(net);
        results.addAll(measured);
        if (profile) {
          profiles.addAll(profiles(open.list(), net, settings, measured));
        }
      }
      if (profile && profiles.isEmpty()) {
        throw new BackendException(
            "--profile times launches of OpenCL devices, and none is among what was measured");
      }
      List<Path> figures = draw(profiles, messages);
      print(open, results, profiles, figures);
    }
    return ExitCodes.DONE;
  }

  private List<StepProfileReport> profiles(
      List<BenchTarget> list, StepNet net, StepSettings settings, List<StepResult> measured) {
    StepProfiler profiler = new StepProfiler(options.seconds, settings);
    List<StepProfileReport> profiles = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      profiler
          .measure(list.get(i), net, measured.get(i))
          .map(StepProfileReport::new)
          .ifPresent(profiles::add);
    }
    return profiles;
  }

  /** Draws each profile, as far as this machine can. */
  private List<Path> draw(List<StepProfileReport> profiles, Messages messages) {
    List<PendingFigure> figures = new ArrayList<>();
    for (StepProfileReport each : profiles) {
      Path file = out.resolve("profile-" + (figures.size() + 1) + ".png");
      figures.add(new PendingFigure(file, each.plot()::write));
    }
    if (!figures.isEmpty()) {
      try {
        Files.createDirectories(out);
      } catch (IOException cause) {
        throw OutputException.cannotWrite(out, cause);
      }
    }
    List<Path> drawn = new ArrayList<>();
    List<Optional<String>> problems = PendingFigure.drawAll(figures);
    problems.stream().flatMap(Optional::stream).findFirst().ifPresent(messages::warn);
    for (int i = 0; i < figures.size(); i++) {
      if (problems.get(i).isEmpty()) {
        drawn.add(figures.get(i).file());
      }
    }
    return drawn;
  }

  private void print(
      OpenTargets open,
      List<StepResult> results,
      List<StepProfileReport> profiles,
      List<Path> figures) {
    PrintWriter printer = spec.commandLine().getOut();
    if (!common.json) {
      Tables.print(table(results), printer);
      profiles.forEach(each -> each.print(printer));
      figures.forEach(file -> printer.println("plot    " + file));
      printer.flush();
      return;
    }
    Map<String, Object> document =
        BenchDocument.of(
            spec, "step", open, results.stream().map(BenchStepCommand::toMap).toList());
    if (profile) {
      document.put("profiles", profiles.stream().map(StepProfileReport::toMap).toList());
      document.put("figures", figures.stream().map(Path::toString).toList());
    }
    printer.println(new Json().line(document));
  }

  private static Map<String, Object> toMap(StepResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("target", result.target());
    map.put("precision", result.precision());
    map.put("net", result.net().toString());
    map.put("seconds", BenchDocument.statistics(result.time()));
    map.put("examples_per_second", result.examplesPerSecond());
    map.put("gflops", result.flopsPerSecond() / 1e9);
    map.put("host_share", BenchDocument.statistics(result.hostShare()));
    map.put("launches", result.launches());
    map.put("cost", result.cost());
    map.put("speed_over_first", BenchDocument.statistics(result.speedOverBaseline()));
    return map;
  }

  private static TextTable table(List<StepResult> results) {
    TextTable table =
        new TextTable()
            .left("net")
            .left("backend")
            .right("ms")
            .right("quartiles")
            .right("rounds")
            .right("examples/s")
            .right("rate")
            .right("host")
            .right("launches")
            .right("cost")
            .right("x first");
    for (StepResult result : results) {
      table.row(
          result.net(),
          result.target(),
          Figures.number(1e3 * result.time().median()),
          Figures.quartiles(result.time().times(1e3)),
          result.time().count(),
          Figures.number(result.examplesPerSecond()),
          Figures.rate(result.flopsPerSecond()),
          Figures.percent(result.hostShare().median()),
          result.launches(),
          String.format(Locale.ROOT, "%.6f", result.cost()),
          Figures.number(result.speedOverBaseline().median()));
    }
    return table;
  }
}
