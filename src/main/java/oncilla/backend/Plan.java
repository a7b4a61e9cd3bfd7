package oncilla.backend;

import java.util.List;
import java.util.Optional;

/**
 * A recorded sequence of operations with fixed tensors, run many times. On a device every launch of
 * it has its arguments bound, so that a run is a loop of single native calls.
 */
public interface Plan extends AutoCloseable {
  /** Submits all operations in order; may return before they are done. */
  void run();

  /**
   * Submits all operations in order, {@code times} times; may return before they are done. The
   * result is that of so many calls of {@link #run()}: a loop of these, unless a device can do many
   * at once.
   *
   * @param times how often, at least 0
   * @throws IllegalArgumentException if {@code times} is negative
   */
  default void run(long times) {
    if (times < 0) {
      throw new IllegalArgumentException("a plan cannot run " + times + " times");
    }
    for (long done = 0; done < times; done++) {
      run();
    }
  }

  /**
   * Submits all operations in order once, as {@link #run()} does, waits, and tells when each launch
   * ran. The first such run of a plan is slower than others.
   *
   * @return the launches in order; empty where a plan is not made of launches on a device
   */
  default Optional<List<LaunchTime>> runTimed() {
    run();
    return Optional.empty();
  }

  /** Number of recorded operations or kernel launches. */
  int size();

  /** Releases what the plan owns; the tensors stay. */
  @Override
  void close();
}
