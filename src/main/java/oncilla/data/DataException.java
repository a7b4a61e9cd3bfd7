package oncilla.data;

/**
 * Data that cannot be used. The message is one line for the user: which file, where in it, what was
 * found and what was expected.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With that line. */
  public DataException(String message) {
    super(oneLine(message));
  }

  /** With that line and the cause. */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** File names and libraries' messages may hold line breaks and other control characters. */
  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
  }
}
