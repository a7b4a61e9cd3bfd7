package oncilla.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: its commands. */
@Command(
    name = "oncilla",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Trains fully connected image classifiers on any OpenCL device, or on the CPU.",
    description = {
      "",
      "A first try with no data at hand:  java -jar oncilla.jar train --demo",
      "What can compute here:             java -jar oncilla.jar devices",
      ""
    },
    footer = {
      "",
      "Every command has --help. Exit codes: 0 done, 1 failed, 2 bad usage, 3 a check did not hold."
    },
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      DevicesCommand.class,
      CrosscheckCommand.class,
      GradcheckCommand.class,
      ExperimentCommand.class,
      PlotCommand.class,
      BenchCommand.class
    })
final class OncillaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }
}
