package oncilla.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Usage;
import oncilla.cli.options.Choices;
import oncilla.cli.options.HiddenLayers;
import picocli.CommandLine;

/** The entry point. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} name and exits with its code. */
  public static void main(String[] args) {
    // Pictures and plots are drawn without a display, also on a machine that has one.
    System.setProperty("java.awt.headless", "true");
    CommandLineLogging.install();
    int code = run(args, new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    System.exit(code);
  }

  /** Runs the command that {@code args} name and returns its exit code. */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine line = OncillaCommand.parser(args);
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(Failures::execution);
    Choices.register(line);
    line.registerConverter(HiddenLayers.class, HiddenLayers::parse);
    line.registerConverter(Path.class, Usage::path);
    // A file may be called @something; there are no argument files.
    line.setExpandAtFiles(false);
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
