package oncilla.cli.options;

import picocli.CommandLine.Option;

/** Options that every command has. */
public final class CommonOptions {
  @Option(names = "--verbose", description = "Show the stack of a failure.")
  boolean verbose;

  @Option(names = "--json", description = "Print the result as JSON on standard output.")
  public boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
