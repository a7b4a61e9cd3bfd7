package oncilla.cl;

/** There is no OpenCL to use: an ordinary answer, with what mends it. */
public final class ClUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** With one line each for the reason and the remedy. */
  public ClUnavailableException(String reason, String remedy, Throwable cause) {
    super(reason, cause);
    this.remedy = remedy;
  }

  /** What a user can do. */
  public String remedy() {
    return remedy;
  }
}
