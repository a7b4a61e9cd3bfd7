package oncilla.data;

/**
 * Data that cannot be used. The message is one line for the user: which file, where in it, what was
 * found and what was expected.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With that line. */
  public DataException(String message) {
    super(message);
  }

  /** With that line and the cause. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
