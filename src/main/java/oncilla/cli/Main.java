package oncilla.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.LostNames;
import oncilla.cli.console.StandardOutput;
import oncilla.cli.console.Terminal;
import oncilla.cli.options.Choices;
import picocli.CommandLine;

/** The entry point. */
public final class Main {
  /** Picocli makes nothing narrower: the table of options would have no room. */
  private static final int NARROWEST_HELP = 55;

  /** Longer lines are hard to read. */
  private static final int WIDEST_HELP = 100;

  private Main() {}

  /** Runs the command that {@code args} name and exits with its code. */
  public static void main(String[] args) {
    // Pictures and plots are drawn without a display, also on a machine that has one.
    System.setProperty("java.awt.headless", "true");
    CommandLineLogging.install();
    PrintWriter err = new PrintWriter(System.err, true);
    Optional<String> lost = LostNames.problem(args);
    if (lost.isPresent()) {
      err.println("oncilla: " + lost.get());
      System.exit(ExitCodes.USAGE);
    }
    StandardOutput output = StandardOutput.ofProcess();
    PrintWriter out = output.writer(isJson(args));
    int code = run(args, out, err);
    out.flush();
    System.exit(output.exitCode(code, err));
  }

  /** Before anything is parsed, because help and usage errors are printed to the same writer. */
  private static boolean isJson(String[] args) {
    return List.of(args).contains("--json");
  }

  /** Runs the command that {@code args} name and returns its exit code. */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine line = OncillaCommand.parser(args);
    OptionHelp.install(line);
    line.setOut(out).setErr(err);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(Failures::execution);
    Choices.register(line);
    if (Terminal.isDumb()) {
      line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }
    Terminal.outputColumns()
        .ifPresent(
            columns ->
                line.setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(columns, WIDEST_HELP))));
    line.setExecutionStrategy(Main::execute);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError exhausted) {
      err.println(
          "oncilla: the Java heap of "
              + Runtime.getRuntime().maxMemory() / (1 << 20)
              + " MiB is too small");
      err.println("start java with a larger -Xmx, or use fewer or smaller examples or layers");
      return ExitCodes.FAILED;
    } catch (LinkageError missing) {
      return Failures.linkage(missing, List.of(args).contains("--verbose"), err);
    }
  }

  /** With --help the parser lets unknown words pass; a command that does not exist has no help. */
  private static int execute(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult at = parsed;
    while (at.hasSubcommand()) {
      at = at.subcommand();
    }
    if (!at.unmatched().isEmpty()) {
      throw new CommandLine.UnmatchedArgumentException(
          at.commandSpec().commandLine(), at.unmatched());
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
