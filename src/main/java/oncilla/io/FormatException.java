package oncilla.io;

/**
 * A file that is not what it should be. The message is one line: which file, where in it, what was
 * found and what was expected.
 */
public final class FormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With that line. */
  public FormatException(String message) {
    super(message);
  }

  /** With that line and the cause. */
  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
