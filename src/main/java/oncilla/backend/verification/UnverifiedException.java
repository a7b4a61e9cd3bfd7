package oncilla.backend.verification;

import oncilla.backend.BackendException;
import oncilla.base.Message;

/** A device computes an operation wrong, and the backend has no other kernels for it. */
public final class UnverifiedException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * With a reason and what a user can do.
   *
   * @param reason the device, the operation and what is wrong, one line
   * @param remedy what to do, one line
   */
  public UnverifiedException(String reason, Message remedy) {
    super(Message.of(reason + ". ").then(remedy));
    this.reason = reason;
  }

  /** The device, the operation and what is wrong, in one line. */
  public String reason() {
    return reason;
  }
}
