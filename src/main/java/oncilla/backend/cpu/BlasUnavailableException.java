package oncilla.backend.cpu;

import oncilla.base.Message;

/** OpenBLAS cannot be used here; the message says why, in one line. */
final class BlasUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Message remedy;

  BlasUnavailableException(String message, Message remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** What a user can do, one line. */
  Message remedy() {
    return remedy;
  }
}
