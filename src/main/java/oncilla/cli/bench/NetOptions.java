package oncilla.cli.bench;

import java.util.List;
import java.util.stream.Stream;
import oncilla.bench.StepNet;
import oncilla.cli.console.Usage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Networks to measure. */
final class NetOptions {
  @Option(
      names = "--nets",
      paramLabel = "NET[;NET]",
      hideParamSyntax = true,
      defaultValue = "12288,20,7,5,1x209;12288,512,128,1x256",
      description =
          "Networks with their batch: inputs, units of each layer, x examples (default:"
              + " ${DEFAULT-VALUE}).")
  private String nets;

  /** The networks. */
  List<StepNet> list(CommandSpec spec) {
    return Usage.check(spec, () -> Stream.of(nets.split(";", -1)).map(StepNet::parse).toList());
  }
}
