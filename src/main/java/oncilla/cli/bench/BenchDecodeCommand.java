package oncilla.cli.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import oncilla.bench.picture.DecodeBench;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Tables;
import oncilla.cli.console.Usage;
import oncilla.cli.options.CommonOptions;
import oncilla.data.DataOptions;
import oncilla.report.Json;
import oncilla.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench decode}: how fast pictures become rows. */
@Command(
    name = "decode",
    header = "Measures how fast pictures are decoded.",
    description = {
      "",
      "Pictures a second on one core and on all, from files that are in memory to squares of"
          + " bytes. peers/decoding.py measures Pillow on the same pictures.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true)
final class BenchDecodeCommand implements Callable<Integer> {
  private static final double MEGA = 1e6;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of pictures, in sub-folders too.")
  private Path folder;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Height and width that pictures are scaled to (default ${DEFAULT-VALUE}).")
  private int imageSize;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long each measurement takes, about (default ${DEFAULT-VALUE}).")
  private double seconds;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    try (Messages messages = common.messages(spec, false)) {
      return call(messages);
    }
  }

  private int call(Messages messages) {
    Usage.check(spec, () -> new DataOptions("cat", imageSize, false));
    DecodeBench bench = Usage.check(spec, () -> new DecodeBench(imageSize, seconds));
    messages.say("measuring the pictures in " + folder);
    List<DecodeBench.Rate> rates = bench.measure(folder);
    if (common.json) {
      Map<String, Object> document =
          BenchDocument.of(
              spec, "decode", List.of(), rates.stream().map(BenchDecodeCommand::toMap).toList());
      document.put("folder", folder.toString());
      spec.commandLine().getOut().println(new Json().line(document));
    } else {
      Tables.print(table(rates), spec.commandLine().getOut());
      spec.commandLine().getOut().flush();
    }
    return ExitCodes.DONE;
  }

  private static Map<String, Object> toMap(DecodeBench.Rate rate) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("threads", rate.threads());
    map.put("pictures", rate.pictures());
    map.put("seconds", rate.seconds());
    map.put("pictures_per_second", rate.picturesPerSecond());
    map.put("bytes_per_second", rate.bytes() / rate.seconds());
    return map;
  }

  private static TextTable table(List<DecodeBench.Rate> rates) {
    TextTable table =
        new TextTable().right("threads").right("pictures/s").right("each thread").right("MB/s");
    for (DecodeBench.Rate rate : rates) {
      table.row(
          rate.threads(),
          Figures.number(rate.picturesPerSecond()),
          Figures.number(rate.picturesPerSecond() / rate.threads()),
          Figures.number(rate.bytes() / rate.seconds() / MEGA));
    }
    return table;
  }
}
