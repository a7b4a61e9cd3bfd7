package oncilla.backend.cpu;

/** OpenBLAS cannot be used here; the message says why, in one line. */
final class BlasUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  BlasUnavailableException(String message, String remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** What a user can do, one line. */
  String remedy() {
    return remedy;
  }
}
