package oncilla.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oncilla.bench.BenchTarget;
import oncilla.bench.Rounds;
import oncilla.bench.ScalingBench;
import oncilla.bench.ScalingPoint;
import oncilla.bench.ScalingResult;
import oncilla.bench.ScalingSweep;
import oncilla.bench.ScalingSweep.Extent;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Tables;
import oncilla.cli.console.Usage;
import oncilla.cli.options.CommonOptions;
import oncilla.cli.targets.CheckTargets;
import oncilla.report.Curve;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.report.TextTable;
import oncilla.report.figure.ScalingPlot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench scaling}: whether cost grows as the work does. */
@Command(
    name = "scaling",
    header = "Measures the time of an example as batch and layer grow, and draws it.",
    description = {
      "",
      "Training steps of a network with one hidden layer, whose batch and then whose",
      "width grow in powers of two. Every size n takes turns with n + 1: an example",
      "should not cost more than 1.3 times as much there.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class BenchScalingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--batches",
      paramLabel = "FROM-TO",
      defaultValue = "1-8192",
      description = "Batches: FROM, doubled up to TO (default ${DEFAULT-VALUE}).")
  private String batches;

  @Option(
      names = "--widths",
      paramLabel = "FROM-TO",
      defaultValue = "16-8192",
      description = "Widths, as the batches (default ${DEFAULT-VALUE}).")
  private String widths;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Numbers per example (default ${DEFAULT-VALUE}).")
  private int inputs;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "256",
      description = "Units of the hidden layer while the batch grows (default ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "256",
      description = "Examples while the layer grows (default ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--point-seconds",
      paramLabel = "S",
      defaultValue = "20",
      description =
          "A size that is expected to take longer is left out, and named"
              + " (default ${DEFAULT-VALUE}).")
  private double pointSeconds;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "scaling.png",
      description = "The figure, a .png; replaced if it is there (default ${DEFAULT-VALUE}).")
  private Path out;

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
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw Usage.error(spec, "--out must end in .png, not " + out);
    }
    List<ScalingSweep> sweeps =
        List.of(sweep(Extent.BATCH, "--batches", batches), sweep(Extent.WIDTH, "--widths", widths));
    Rounds rounds = options.rounds(spec);
    ScalingBench bench =
        Usage.check(spec, () -> new ScalingBench(rounds, pointSeconds, messages::say));
    List<ScalingResult> results = new ArrayList<>();
    try (OpenTargets open = OpenTargets.open(spec, targets, options, messages)) {
      for (BenchTarget target : open.list()) {
        results.add(bench.measure(target, sweeps));
      }
      draw(results);
      if (common.json) {
        Map<String, Object> document =
            BenchDocument.of(
                spec, "scaling", open, results.stream().map(BenchScalingCommand::toMap).toList());
        document.put("out", out.toString());
        spec.commandLine().getOut().println(new Json().line(document));
      } else {
        print(results);
      }
    }
    return ExitCodes.DONE;
  }

  private ScalingSweep sweep(Extent extent, String option, String range) {
    if (!range.matches("[1-9]\\d{0,7}-[1-9]\\d{0,7}")) {
      throw Usage.error(spec, option + " takes sizes FROM-TO such as 1-8192, not " + range);
    }
    String[] ends = range.split("-");
    return Usage.check(
        spec,
        () ->
            new ScalingSweep(
                extent,
                inputs,
                width,
                batch,
                Integer.parseInt(ends[0]),
                Integer.parseInt(ends[1])));
  }

  private void draw(List<ScalingResult> results) {
    List<Curve> curves = new ArrayList<>();
    for (ScalingResult result : results) {
      for (Extent extent : Extent.values()) {
        List<ScalingPoint> points =
            result.points().stream().filter(point -> point.extent() == extent).toList();
        if (!points.isEmpty()) {
          curves.add(curve(extent.label() + ", " + result.target(), points));
        }
      }
    }
    String subtitle =
        "%d inputs; width %d as the batch grows, batch %d as the width grows; every n and n + 1"
            .formatted(inputs, width, batch);
    Optional<String> reason =
        new ScalingPlot("Time of a training step for each example", subtitle, curves).write(out);
    if (reason.isPresent()) {
      throw new OutputException(reason.get());
    }
  }

  /** Sizes n and n + 1 in turns: a cliff between them shows as a tooth. */
  private static Curve curve(String name, List<ScalingPoint> points) {
    List<double[]> drawn = new ArrayList<>();
    for (ScalingPoint point : points) {
      drawn.add(new double[] {point.size(), 1e6 * point.perExample().median()});
      drawn.add(new double[] {point.size() + 1, 1e6 * point.perExampleNext().median()});
    }
    return new Curve(
        name,
        drawn.stream().mapToDouble(point -> point[0]).toArray(),
        drawn.stream().mapToDouble(point -> point[1]).toArray());
  }

  private static Map<String, Object> toMap(ScalingResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("target", result.target());
    map.put("points", result.points().stream().map(BenchScalingCommand::toMap).toList());
    map.put("skipped", result.skipped().stream().map(BenchScalingCommand::toMap).toList());
    return map;
  }

  private static Map<String, Object> toMap(ScalingPoint point) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("extent", point.extent().label());
    map.put("size", point.size());
    map.put("seconds_per_example", BenchDocument.statistics(point.perExample()));
    map.put("seconds_per_example_next", BenchDocument.statistics(point.perExampleNext()));
    map.put("next_over_this", BenchDocument.statistics(point.nextOverThis()));
    map.put("cliff", point.isCliff());
    return map;
  }

  private static Map<String, Object> toMap(ScalingResult.Skipped skipped) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("extent", skipped.extent().label());
    map.put("size", skipped.size());
    map.put("reason", skipped.reason());
    return map;
  }

  private void print(List<ScalingResult> results) {
    TextTable table =
        new TextTable()
            .left("backend")
            .left("extent")
            .right("n")
            .right("us/example")
            .right("at n + 1")
            .right("ratio")
            .left("");
    for (ScalingResult result : results) {
      for (ScalingPoint point : result.points()) {
        table.row(
            result.target(),
            point.extent().label(),
            point.size(),
            Figures.number(1e6 * point.perExample().median()),
            Figures.number(1e6 * point.perExampleNext().median()),
            Figures.number(point.nextOverThis().median()),
            point.isCliff() ? "cliff" : "");
      }
    }
    Tables.print(table, spec.commandLine().getOut());
    for (ScalingResult result : results) {
      for (ScalingResult.Skipped skipped : result.skipped()) {
        spec.commandLine()
            .getOut()
            .println(
                "not measured: %s, %s %d: %s"
                    .formatted(
                        result.target(),
                        skipped.extent().label(),
                        skipped.size(),
                        skipped.reason()));
      }
    }
    spec.commandLine().getOut().println("\nplot    " + out);
  }
}
