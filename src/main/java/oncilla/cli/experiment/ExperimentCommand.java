package oncilla.cli.experiment;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code experiment}: the notes' experiments. */
@Command(
    name = "experiment",
    header = "Runs one of the notes' experiments and draws its figures.",
    subcommands = {InitializationCommand.class, RegularizationCommand.class})
public final class ExperimentCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new CommandLine.ParameterException(spec.commandLine(), "the experiment is missing");
  }
}
