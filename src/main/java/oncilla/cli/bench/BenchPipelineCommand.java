package oncilla.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import oncilla.bench.PipelineBench;
import oncilla.bench.PipelineResult;
import oncilla.bench.Rounds;
import oncilla.bench.StepNet;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Usage;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench pipeline}: what gathering batches costs. */
@Command(
    name = "pipeline",
    header = "Measures the way of the data into training steps.",
    description = {
      "",
      "Examples a second of the bare step, whose batch stays; of the step of train in batches,"
          + " which gathers it from a shuffled set; of gather and shuffle alone; and of the step of"
          + " train --stream on, which is sent its batches from a file of decoded pictures. A share"
          + " is over the bare step. All take turns.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class BenchPipelineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private NetOptions nets;

  @Option(
      names = "--set-batches",
      paramLabel = "N",
      defaultValue = "8",
      description = "Batches of the training set (default ${DEFAULT-VALUE}).")
  private int batches;

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
    Usage.check(spec, () -> new PipelineBench(List.of(), rounds, batches));
    List<PipelineResult> results = new ArrayList<>();
    try (OpenTargets open = OpenTargets.open(spec, targets, options, messages)) {
      PipelineBench bench = new PipelineBench(open.list(), rounds, batches);
      for (StepNet net : list) {
        messages.say("measuring " + net);
        results.addAll(bench.measure(net));
      }
      BenchDocument.print(
          spec,
          common.json,
          "pipeline",
          open,
          results,
          BenchPipelineCommand::toMap,
          BenchPipelineCommand::table);
    }
    return ExitCodes.DONE;
  }

  private static Map<String, Object> toMap(PipelineResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("target", result.target());
    map.put("precision", result.precision());
    map.put("net", result.net().toString());
    map.put("examples", result.examples());
    map.put("step_seconds", BenchDocument.statistics(result.step()));
    map.put("pipeline_seconds", BenchDocument.statistics(result.pipeline()));
    map.put("gather_seconds", BenchDocument.statistics(result.gather()));
    map.put("step_examples_per_second", result.examplesPerSecond(result.step()));
    map.put("pipeline_examples_per_second", result.examplesPerSecond(result.pipeline()));
    map.put("gather_examples_per_second", result.examplesPerSecond(result.gather()));
    map.put("share_of_step", BenchDocument.statistics(result.share()));
    map.put("streamed_seconds", BenchDocument.statistics(result.streamed()));
    map.put("streamed_examples_per_second", result.examplesPerSecond(result.streamed()));
    map.put("streamed_share_of_step", BenchDocument.statistics(result.streamedShare()));
    return map;
  }

  private static TextTable table(List<PipelineResult> results) {
    TextTable table =
        new TextTable()
            .left("net")
            .left("backend")
            .right("step/s")
            .right("with gather/s")
            .right("gather/s")
            .right("share")
            .right("quartiles")
            .right("streamed/s")
            .right("share")
            .right("quartiles")
            .right("rounds");
    for (PipelineResult result : results) {
      table.row(
          result.net(),
          result.target(),
          Figures.number(result.examplesPerSecond(result.step())),
          Figures.number(result.examplesPerSecond(result.pipeline())),
          Figures.number(result.examplesPerSecond(result.gather())),
          Figures.percent(result.share().median()),
          Figures.quartiles(result.share()),
          Figures.number(result.examplesPerSecond(result.streamed())),
          Figures.percent(result.streamedShare().median()),
          Figures.quartiles(result.streamedShare()),
          result.share().count());
    }
    return table;
  }
}
