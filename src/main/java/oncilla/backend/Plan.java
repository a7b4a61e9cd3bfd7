package oncilla.backend;

/**
 * A recorded sequence of operations with fixed tensors, run many times. On a device every launch of
 * it has its arguments bound, so that a run is a loop of single native calls.
 */
public interface Plan extends AutoCloseable {
  /** Submits all operations in order; may return before they are done. */
  void run();

  /** Number of recorded operations or kernel launches. */
  int size();

  /** Releases what the plan owns; the tensors stay. */
  @Override
  void close();
}
