package oncilla.cli.bench;

import oncilla.backend.provider.KernelTrust;
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

  @Option(
      names = "--unverified",
      description =
          "Use the kernels of OpenCL devices without comparing them with the reference first; the"
              + " document says so.")
  boolean unverified;

  /** Which kernels may be measured. */
  KernelTrust trust() {
    return unverified ? KernelTrust.UNVERIFIED : KernelTrust.VERIFIED;
  }

  /** The stop-watch. */
  Rounds rounds(CommandSpec spec) {
    return Usage.check(spec, () -> new Rounds(seconds));
  }
}
