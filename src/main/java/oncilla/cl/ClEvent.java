package oncilla.cl;

/** A point in a queue. */
public interface ClEvent extends AutoCloseable {
  /** Waits until it is reached. */
  void await();

  @Override
  void close();
}
