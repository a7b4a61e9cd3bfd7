package oncilla.cl;

/** Names of OpenCL error codes. Source: The OpenCL Specification 1.2 and cl.h. */
public final class ClErrors {
  private ClErrors() {}

  /** The symbol of {@code code}. */
  public static String symbol(int code) {
    return "CL_ERROR";
  }
}
