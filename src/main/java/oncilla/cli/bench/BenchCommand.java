package oncilla.cli.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast the backends are. */
@Command(
    name = "bench",
    header = "Measures how fast the backends here are; peers/ has the other programs.",
    subcommands = {
      BenchMatmulCommand.class,
      BenchStepCommand.class,
      BenchPipelineCommand.class,
      BenchDecodeCommand.class,
      BenchLaunchCommand.class,
      BenchScalingCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "what to measure is missing: matmul, step, pipeline, decode, launch or scaling");
  }
}
