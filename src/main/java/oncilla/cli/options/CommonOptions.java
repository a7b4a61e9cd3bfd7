package oncilla.cli.options;

import oncilla.cli.console.Messages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that every command has. */
public final class CommonOptions {
  @Option(names = "--verbose", description = "Show every warning, and the stack of a failure.")
  boolean verbose;

  @Option(names = "--json", description = "Print the result as JSON on standard output.")
  public boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /**
   * What the command says to people.
   *
   * @param quiet whether it says nothing
   */
  public Messages messages(CommandSpec spec, boolean quiet) {
    return new Messages(spec.commandLine().getErr(), quiet, verbose);
  }
}
