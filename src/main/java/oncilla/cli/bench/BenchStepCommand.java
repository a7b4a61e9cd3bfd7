package oncilla.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import oncilla.bench.Rounds;
import oncilla.bench.StepBench;
import oncilla.bench.StepNet;
import oncilla.bench.StepResult;
import oncilla.bench.StepSettings;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.options.RegularizationOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.nn.Regularization;
import oncilla.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class BenchStepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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
    List<StepResult> results = new ArrayList<>();
    try (OpenTargets open = OpenTargets.open(spec, targets, options, messages)) {
      StepBench bench = new StepBench(open.list(), rounds, new StepSettings(regularization));
      for (StepNet net : list) {
        messages.say("measuring " + net);
        results.addAll(bench.measure(net));
      }
      BenchDocument.print(
          spec,
          common.json,
          "step",
          open,
          results,
          BenchStepCommand::toMap,
          BenchStepCommand::table);
    }
    return ExitCodes.DONE;
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
