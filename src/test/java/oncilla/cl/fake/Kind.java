package oncilla.cl.fake;

import java.util.Locale;

/** What can be created and released. */
public enum Kind {
  CONTEXT("clReleaseContext"),
  QUEUE("clReleaseCommandQueue"),
  BUFFER("clReleaseMemObject"),
  /** A buffer that stays mapped. */
  HOST_MEMORY("clReleaseMemObject"),
  PROGRAM("clReleaseProgram"),
  KERNEL("clReleaseKernel"),
  /** Work sizes prepared for a queue; OpenCL has no such object, so the call's name is ours. */
  LAUNCH("releaseLaunch"),
  EVENT("clReleaseEvent");

  private final String release;

  Kind(String release) {
    this.release = release;
  }

  /** The call that releases one. */
  public String release() {
    return release;
  }

  /** The name in messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
