package oncilla.cli.console;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Turns refused option values into usage errors. */
public final class Usage {
  private Usage() {}

  /**
   * What {@code supplier} makes of option values.
   *
   * @throws CommandLine.ParameterException with the message of an {@link IllegalArgumentException}
   */
  public static <T> T check(CommandSpec spec, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException refused) {
      throw new CommandLine.ParameterException(spec.commandLine(), Wording.of(refused), refused);
    }
  }

  /** A file or folder; the empty text, which Java takes for the working directory, is refused. */
  public static Path path(String text) {
    if (text.isEmpty()) {
      throw new CommandLine.TypeConversionException("a path is empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException refused) {
      throw new CommandLine.TypeConversionException(
          "'" + text + "' cannot be a file: " + refused.getReason());
    }
  }

  /** Whether an option stands on the command line. */
  public static boolean given(CommandSpec spec, String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** A text as one word of a command line. */
  public static String word(String text) {
    if (text.matches("[A-Za-z0-9_@%+=:,./-]+")) {
      return text;
    }
    return File.separatorChar == '/' ? "'" + text.replace("'", "'\\''") + "'" : '"' + text + '"';
  }

  /** A path as a word that no command takes for an option. */
  public static String argument(Path path) {
    return path.toString().startsWith("-")
        ? Path.of(".", path.toString()).toString()
        : path.toString();
  }

  /** A usage error. */
  public static CommandLine.ParameterException error(CommandSpec spec, String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
