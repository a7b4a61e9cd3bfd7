package oncilla.backend.opencl.verification;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls what may hang in a driver. A thread that waits for a driver cannot be ended, so it is a
 * daemon, which does not keep the process, and is left behind.
 */
final class Deadline {
  private static final double MOST_PATIENCE = 10;

  private Deadline() {}

  /** How many times longer everything takes now; a load that is not known is negative. */
  private static double patience() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    double load = system.getSystemLoadAverage() / system.getAvailableProcessors();
    return Math.min(MOST_PATIENCE, Math.max(1, load));
  }

  /**
   * What {@code call} returns.
   *
   * @param millis how long it may take; on a machine that has more to do than it has processors, so
   *     many times longer as that is, up to {@value #MOST_PATIENCE} times
   * @throws TimeoutException if it is not done by then; it then still runs
   */
  static <T> T call(Callable<T> call, long millis) throws TimeoutException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "oncilla-verification");
    thread.setDaemon(true);
    thread.start();
    try {
      try {
        return task.get(millis, TimeUnit.MILLISECONDS);
      } catch (TimeoutException perhapsOfLoad) {
        return task.get((long) (millis * (patience() - 1)), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kernels are verified", interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }
}
