package oncilla.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import oncilla.bench.BenchTarget;
import oncilla.bench.LaunchBench;
import oncilla.bench.LaunchResult;
import oncilla.bench.StepNet;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench launch}: operations that have nothing to do. */
@Command(
    name = "launch",
    header = "Measures what a launch costs, and what the host takes of a step.",
    description = {
      "",
      "The launch is the ReLU of one number: many in a row, and one at a time with a",
      "wait after each. The host's share of a step is the time until a row of steps",
      "was submitted, over the time until they were done.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class BenchLaunchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private NetOptions nets;
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
    LaunchBench bench = new LaunchBench(options.rounds(spec));
    List<StepNet> list = nets.list(spec);
    List<LaunchResult> results = new ArrayList<>();
    try (OpenTargets open = OpenTargets.open(spec, targets, options, messages)) {
      for (BenchTarget target : open.list()) {
        results.add(bench.measure(target, list));
      }
      BenchDocument.print(
          spec,
          common.json,
          "launch",
          open,
          results,
          BenchLaunchCommand::toMap,
          BenchLaunchCommand::table);
    }
    return ExitCodes.DONE;
  }

  private static Map<String, Object> toMap(LaunchResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("target", result.target());
    map.put("back_to_back", BenchDocument.statistics(result.backToBack()));
    map.put("submit", BenchDocument.statistics(result.submit()));
    map.put("waited", BenchDocument.statistics(result.waited()));
    map.put(
        "launches_of_a_step",
        result.steps().stream()
            .collect(
                Collectors.toMap(
                    step -> step.net().toString(),
                    LaunchResult.Step::launches,
                    (first, again) -> first,
                    LinkedHashMap::new)));
    map.put(
        "host_share_of_a_step",
        result.steps().stream()
            .collect(
                Collectors.toMap(
                    step -> step.net().toString(),
                    step -> BenchDocument.statistics(step.hostShare()),
                    (first, again) -> first,
                    LinkedHashMap::new)));
    return map;
  }

  private static TextTable table(List<LaunchResult> results) {
    TextTable table =
        new TextTable()
            .left("backend")
            .right("us back to back")
            .right("us to submit")
            .right("us with a wait")
            .left("launches of a step, and the host's share");
    for (LaunchResult result : results) {
      table.row(
          result.target(),
          Figures.number(1e6 * result.backToBack().median()),
          Figures.number(1e6 * result.submit().median()),
          Figures.number(1e6 * result.waited().median()),
          result.steps().stream()
              .map(
                  step ->
                      step.launches()
                          + ", "
                          + Figures.percent(step.hostShare().median())
                          + " ("
                          + step.net()
                          + ")")
              .collect(Collectors.joining("; ")));
    }
    return table;
  }
}
