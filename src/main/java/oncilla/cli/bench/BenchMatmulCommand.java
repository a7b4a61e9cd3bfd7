package oncilla.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import oncilla.backend.Backend;
import oncilla.backend.MatmulForm;
import oncilla.bench.MatmulBench;
import oncilla.bench.MatmulResult;
import oncilla.bench.Rounds;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench matmul}: matrix products. */
@Command(
    name = "matmul",
    header = "Measures matrix products.",
    description = {
      "",
      "A shape MxNxK is a product C with M rows and N columns, its sums K terms long; it is"
          + " measured in every form: NN is A.B, NT is A.B', TN is A'.B. A layer with n units and"
          + " p inputs on m examples takes NT with m x n x p forward, TN with n x p x m for the"
          + " gradient of its weights and NN with m x p x n for that of its inputs: so"
          + " 20x12288x209 in TN is the first layer of the notes, and forward it is 209x20x12288"
          + " in NT. Backends take turns; ratios are to the first of the same precision.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class BenchMatmulCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--shapes",
      paramLabel = "MxNxK[,MxNxK]",
      hideParamSyntax = true,
      split = ",",
      converter = ShapeText.class,
      defaultValue = "512x512x512,1024x1024x1024,2048x2048x2048,20x12288x209,1024x12288x256",
      description = "Shapes (default: ${DEFAULT-VALUE}).")
  private List<ShapeText.Shape> shapes;

  @Option(
      names = "--forms",
      paramLabel = "F[,F]",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "NN,NT,TN",
      description = "Forms: ${COMPLETION-CANDIDATES} (default: all).")
  private List<MatmulForm> forms;

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
    List<MatmulResult> results = new ArrayList<>();
    try (OpenTargets open = OpenTargets.open(spec, targets, options, messages);
        Backend reference = CheckTargets.openReference()) {
      MatmulBench bench = new MatmulBench(open.list(), reference, rounds);
      for (ShapeText.Shape shape : shapes) {
        for (MatmulForm form : forms) {
          messages.say("measuring " + form + " " + shape);
          results.addAll(bench.measure(form, shape.dims()));
        }
      }
      BenchDocument.print(
          spec,
          common.json,
          "matmul",
          open,
          results,
          BenchMatmulCommand::toMap,
          BenchMatmulCommand::table);
    }
    return ExitCodes.DONE;
  }

  private static Map<String, Object> toMap(MatmulResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("target", result.target());
    map.put("precision", result.precision());
    map.put("form", result.form().name());
    map.put("shape", new ShapeText.Shape(result.dims()).toString());
    map.put("seconds", BenchDocument.statistics(result.time()));
    map.put("gflops", result.flopsPerSecond() / 1e9);
    map.put("peak_share", result.peakShare().isPresent() ? result.peakShare().getAsDouble() : null);
    map.put("error", result.error());
    map.put("speed_over_first", BenchDocument.statistics(result.speedOverBaseline()));
    return map;
  }

  private static TextTable table(List<MatmulResult> results) {
    TextTable table =
        new TextTable()
            .left("form")
            .left("shape")
            .left("backend")
            .right("ms")
            .right("quartiles")
            .right("rounds")
            .right("rate")
            .right("of peak")
            .right("error")
            .right("x first");
    for (MatmulResult result : results) {
      table.row(
          result.form(),
          new ShapeText.Shape(result.dims()),
          result.target(),
          Figures.number(1e3 * result.time().median()),
          Figures.quartiles(result.time().times(1e3)),
          result.time().count(),
          Figures.rate(result.flopsPerSecond()),
          result.peakShare().isPresent() ? Figures.percent(result.peakShare().getAsDouble()) : "",
          String.format(Locale.ROOT, "%.1e", result.error()),
          Figures.number(result.speedOverBaseline().median()));
    }
    return table;
  }
}
