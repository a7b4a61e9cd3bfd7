package oncilla.cli.bench;

import oncilla.bench.Rounds;
import oncilla.cli.console.Usage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every measurement takes. */
final class BenchOptions {
  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.5",
      description =
          "How long each measurement takes, about (default ${DEFAULT-VALUE}); never fewer than"
              + " three rounds.")
  double seconds;

  /** The stop-watch. */
  Rounds rounds(CommandSpec spec) {
    return Usage.check(spec, () -> new Rounds(seconds));
  }
}
