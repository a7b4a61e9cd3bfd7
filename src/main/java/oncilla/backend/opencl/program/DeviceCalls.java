package oncilla.backend.opencl.program;

import java.util.function.Supplier;
import oncilla.backend.BackendException;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClException;

/**
 * Makes calls to the device whose failures leave as {@link BackendException}, because whoever uses
 * a backend knows no {@link oncilla.cl}. The message stays: call, symbol, code and purpose, or the
 * compiler's log; the failure itself is the cause.
 */
public final class DeviceCalls {
  private DeviceCalls() {}

  /**
   * Runs {@code calls}.
   *
   * @throws BackendException if a call to the device fails
   */
  public static void run(Runnable calls) {
    try {
      calls.run();
    } catch (ClException | ClBuildException failure) {
      throw translated(failure);
    }
  }

  /**
   * Runs {@code calls} and returns what they return.
   *
   * @throws BackendException if a call to the device fails
   */
  public static <T> T get(Supplier<T> calls) {
    try {
      return calls.get();
    } catch (ClException | ClBuildException failure) {
      throw translated(failure);
    }
  }

  /** A failure of the device as one of the backend; any other as it is. */
  public static RuntimeException translated(RuntimeException failure) {
    return failure instanceof ClException || failure instanceof ClBuildException
        ? new BackendException(failure.getMessage(), failure)
        : failure;
  }
}
