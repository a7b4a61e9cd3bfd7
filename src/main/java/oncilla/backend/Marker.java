package oncilla.backend;

/** A point in the sequence of submitted work. */
public interface Marker extends AutoCloseable {
  /** Waits until everything submitted before the marker is done. */
  void await();

  @Override
  void close();
}
