package oncilla.report;

import java.io.IOException;
import java.nio.file.Path;
import oncilla.base.Reasons;

/**
 * Signals that a file cannot be written. The message is one line for the user: which file, and why.
 */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with that line. */
  public OutputException(String message) {
    super(oneLine(message));
  }

  /** An exception with that line and the cause. */
  public OutputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** {@code file} cannot be written, for the reason that {@code cause} gives. */
  public static OutputException cannotWrite(Path file, IOException cause) {
    return new OutputException(file + ": cannot be written: " + Reasons.of(cause), cause);
  }

  /** A path may hold line breaks. */
  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}
