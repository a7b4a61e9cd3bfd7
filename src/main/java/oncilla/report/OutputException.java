package oncilla.report;

/**
 * Signals that a file cannot be written. The message is one line for the user: which file, and why.
 */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with that line. */
  public OutputException(String message) {
    super(message);
  }

  /** An exception with that line and the cause. */
  public OutputException(String message, Throwable cause) {
    super(message, cause);
  }
}
