package oncilla.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import oncilla.cli.bench.BenchCommand;
import oncilla.cli.check.CrosscheckCommand;
import oncilla.cli.check.DevicesCommand;
import oncilla.cli.check.GradcheckCommand;
import oncilla.cli.console.Invocation;
import oncilla.cli.console.Version;
import oncilla.cli.experiment.ExperimentCommand;
import oncilla.cli.experiment.PlotCommand;
import oncilla.cli.train.EvaluateCommand;
import oncilla.cli.train.FindLrCommand;
import oncilla.cli.train.PredictCommand;
import oncilla.cli.train.ReproduceCommand;
import oncilla.cli.train.TrainCommand;
import oncilla.cli.tune.TuneCommand;
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
    footer = {
      "",
      "Every command has --help, and --help-all with all its options.",
      "Exit codes: 0 done, 1 failed, 2 bad usage, 3 a check did not hold, 130 Ctrl-C."
    })
final class OncillaCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The commands in the order of the help. */
  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("train", TrainCommand::new);
    commands.put("reproduce", ReproduceCommand::new);
    commands.put("find-lr", FindLrCommand::new);
    commands.put("evaluate", EvaluateCommand::new);
    commands.put("predict", PredictCommand::new);
    commands.put("devices", () -> new DevicesCommand(Main.class));
    commands.put("crosscheck", CrosscheckCommand::new);
    commands.put("gradcheck", GradcheckCommand::new);
    commands.put("experiment", ExperimentCommand::new);
    commands.put("plot", PlotCommand::new);
    commands.put("tune", TuneCommand::new);
    commands.put("bench", BenchCommand::new);
    return commands;
  }

  /**
   * The parser for {@code args}. Where they begin with the name of a command it knows that one
   * only: the options of the others take longer to collect than the one needs to start.
   */
  static CommandLine parser(String[] args) {
    CommandLine line = new CommandLine(new OncillaCommand());
    Map<String, Supplier<Object>> commands = commands();
    if (args.length > 0 && commands.containsKey(args[0])) {
      line.addSubcommand(commands.get(args[0]).get());
    } else {
      commands.values().forEach(command -> line.addSubcommand(command.get()));
      describe(line);
    }
    return line;
  }

  private static void describe(CommandLine line) {
    Invocation invocation = Invocation.ofProcess();
    line.getCommandSpec()
        .usageMessage()
        .description(
            "",
            "A first try with no data at hand:  "
                + literal(invocation.command(List.of("train", "--demo"))),
            "What can compute here:             " + literal(invocation.command(List.of("devices"))),
            "");
  }

  /** Help is a format, in which a path may hold anything. */
  private static String literal(String text) {
    return text.replace("%", "%%");
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }
}
