package oncilla.backend;

/** A backend could not do what it was asked; the message says what and, where known, what to do. */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public BackendException(String message) {
    super(message);
  }

  /** With a message for the user and the cause. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
