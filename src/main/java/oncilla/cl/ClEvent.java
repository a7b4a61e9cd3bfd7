package oncilla.cl;

/** A point in a queue. */
public interface ClEvent extends AutoCloseable {
  /** Waits until it is reached. */
  void await();

  /**
   * When the command ran whose end it is, which has been waited for, in a queue of {@link
   * ClContext#createTimingQueue}.
   *
   * @throws ClException with CL_PROFILING_INFO_NOT_AVAILABLE for another queue's
   */
  ClTimes times();

  @Override
  void close();
}
