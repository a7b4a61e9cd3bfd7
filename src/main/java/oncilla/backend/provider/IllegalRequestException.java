package oncilla.backend.provider;

import oncilla.base.Message;
import oncilla.base.Worded;

/** A {@link BackendRequest} that makes no sense, whatever there is to compute with. */
public final class IllegalRequestException extends IllegalArgumentException implements Worded {
  private static final long serialVersionUID = 1L;

  private final Message message;

  /** With one line for the user. */
  public IllegalRequestException(Message message) {
    super(message.toString());
    this.message = message;
  }

  @Override
  public Message worded() {
    return message;
  }
}
