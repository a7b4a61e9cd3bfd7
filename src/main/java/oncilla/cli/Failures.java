package oncilla.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Wording;
import picocli.CommandLine;

/**
 * How a command that did not end well tells its user: at most three lines saying what and what to
 * do; with {@code --verbose} the stack as well.
 */
final class Failures {
  private static final int MOST_LINES = 3;

  private Failures() {}

  /** Bad usage. */
  static int usage(CommandLine.ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("oncilla: " + problem(failure));
    err.println(
        "see "
            + line.getCommandSpec().qualifiedName()
            + " "
            + OptionHelp.fullHelp(line.getCommandSpec()));
    return ExitCodes.USAGE;
  }

  private static String problem(CommandLine.ParameterException failure) {
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !failure.getCommandLine().getSubcommands().isEmpty()) {
      CommandLine line = failure.getCommandLine();
      String kind = line.getParent() == null ? "command" : line.getCommandName();
      return "there is no " + kind + " '" + unmatched.getUnmatched().get(0) + "'";
    }
    return firstLine(failure.getMessage()) + suggestion(failure);
  }

  /** The option that one who typed another may have meant. */
  private static String suggestion(CommandLine.ParameterException failure) {
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
        && unmatched.isUnknownOption()) {
      return NearestOption.of(
              failure.getCommandLine().getCommandSpec(), unmatched.getUnmatched().get(0))
          .map(option -> "; the nearest is " + option)
          .orElse("");
    }
    return "";
  }

  /** A failure while a command ran. */
  static int execution(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    boolean verbose = parsed.expandedArgs().contains("--verbose");
    if (isForTheUser(failure)) {
      printShort(Wording.of(failure), err);
    } else {
      err.println(
          "oncilla: unexpected "
              + failure.getClass().getSimpleName()
              + ": "
              + firstLine(failure.getMessage()));
    }
    if (verbose) {
      failure.printStackTrace(err);
    } else if (!isForTheUser(failure)) {
      err.println("this is a defect of Oncilla; --verbose shows where");
    }
    return ExitCodes.FAILED;
  }

  /**
   * A part of Java, or of a library, that cannot be loaded: a runtime made for other programs, or
   * one without the libraries of the system that it was built for.
   */
  static int linkage(LinkageError missing, boolean verbose, PrintWriter err) {
    Throwable cause = missing;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    err.println(
        "oncilla: a part of this Java cannot be loaded: "
            + cause.getClass().getSimpleName()
            + ": "
            + firstLine(cause.getMessage()));
    err.println(
        "use a complete Java runtime, 17 or later (this one is "
            + System.getProperty("java.home")
            + ")");
    if (verbose) {
      missing.printStackTrace(err);
    }
    return ExitCodes.FAILED;
  }

  /** Oncilla's own kinds of exception carry a message for the user; others are defects. */
  private static boolean isForTheUser(Exception failure) {
    return failure.getClass().getPackageName().startsWith("oncilla.")
        || failure instanceof UncheckedIOException;
  }

  private static void printShort(String message, PrintWriter err) {
    String[] lines = String.valueOf(message).strip().split("\n");
    for (int i = 0; i < Math.min(lines.length, MOST_LINES - 1); i++) {
      err.println(i == 0 ? "oncilla: " + lines[i] : lines[i]);
    }
    if (lines.length >= MOST_LINES) {
      err.println("--verbose shows the rest");
    }
  }

  private static String firstLine(String message) {
    return String.valueOf(message).strip().lines().findFirst().orElse("");
  }
}
