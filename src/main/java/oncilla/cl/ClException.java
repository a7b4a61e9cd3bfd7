package oncilla.cl;

/** An OpenCL call failed: which one, its code and the code's symbol. */
public class ClException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int code;

  /**
   * A failed call.
   *
   * @param call the function, such as {@code clEnqueueNDRangeKernel}
   * @param code its error code
   * @param detail what it was called for, or empty
   */
  public ClException(String call, int code, String detail) {
    super(
        call
            + " failed with "
            + ClErrors.symbol(code)
            + " ("
            + code
            + ")"
            + (detail.isEmpty() ? "" : ": " + detail));
    this.call = call;
    this.code = code;
  }

  /** The function that failed. */
  public String call() {
    return call;
  }

  /** Its error code. */
  public int code() {
    return code;
  }
}
