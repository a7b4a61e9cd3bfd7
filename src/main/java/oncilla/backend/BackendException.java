package oncilla.backend;

import oncilla.base.Message;
import oncilla.base.Worded;

/** A backend could not do what it was asked; the message says what and, where known, what to do. */
public class BackendException extends RuntimeException implements Worded {
  private static final long serialVersionUID = 1L;

  private final Message message;

  /** With a message for the user. */
  public BackendException(String message) {
    this(Message.of(message));
  }

  /** With a message for the user that may name settings. */
  public BackendException(Message message) {
    super(message.toString());
    this.message = message;
  }

  /** With a message for the user and the cause. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
    this.message = Message.of(message);
  }

  @Override
  public Message worded() {
    return message;
  }
}
