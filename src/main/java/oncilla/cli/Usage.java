package oncilla.cli;

import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Turns refused option values into usage errors. */
final class Usage {
  private Usage() {}

  /**
   * What {@code supplier} makes of option values.
   *
   * @throws CommandLine.ParameterException with the message of an {@link IllegalArgumentException}
   */
  static <T> T check(CommandSpec spec, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException refused) {
      throw new CommandLine.ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  /** A usage error. */
  static CommandLine.ParameterException error(CommandSpec spec, String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
