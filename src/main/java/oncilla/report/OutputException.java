package oncilla.report;

/** Output that cannot be written. The message is one line for the user: which file, and why. */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With that line. */
  public OutputException(String message) {
    super(message);
  }

  /** With that line and the cause. */
  public OutputException(String message, Throwable cause) {
    super(message, cause);
  }
}
