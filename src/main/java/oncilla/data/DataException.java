package oncilla.data;

import oncilla.base.Message;
import oncilla.base.Worded;

/**
 * Data that cannot be used. The message is one line for the user: which file, where in it, what was
 * found and what was expected.
 */
public final class DataException extends RuntimeException implements Worded {
  private static final long serialVersionUID = 1L;

  private final Message message;

  /** With that line. */
  public DataException(String message) {
    super(oneLine(message));
    this.message = Message.of(getMessage());
  }

  /** With a line that may name settings. */
  public DataException(Message message) {
    super(oneLine(message.toString()));
    this.message = message.mapTexts(DataException::withoutControls);
  }

  /** With that line and the cause. */
  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
    this.message = Message.of(getMessage());
  }

  /** With a line that may name settings and the cause. */
  public DataException(Message message, Throwable cause) {
    super(oneLine(message.toString()), cause);
    this.message = message.mapTexts(DataException::withoutControls);
  }

  @Override
  public Message worded() {
    return message;
  }

  private static String oneLine(String message) {
    return withoutControls(message).strip();
  }

  /** File names and libraries' messages may hold line breaks and other control characters. */
  private static String withoutControls(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
  }
}
