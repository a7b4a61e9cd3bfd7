package oncilla.cl;

/**
 * A kernel with its work sizes prepared for one queue. {@link #enqueue} is a single native call and
 * allocates nothing. The kernel stays the caller's.
 */
public interface ClLaunch extends AutoCloseable {
  /** Enqueues the kernel with the arguments it has now. */
  void enqueue();

  /**
   * Enqueues it likewise, in a queue of {@link ClContext#createTimingQueue}.
   *
   * @return reached when the kernel is done, and tells when it ran; the caller closes it
   */
  ClEvent enqueueTimed();

  /** Frees the prepared work sizes; not the kernel. */
  @Override
  void close();
}
