package oncilla.cl;

/**
 * A kernel with its work sizes prepared for one queue. {@link #enqueue} is a single native call and
 * allocates nothing. The kernel stays the caller's.
 */
public interface ClLaunch extends AutoCloseable {
  /** Enqueues the kernel with the arguments it has now. */
  void enqueue();

  /** Frees the prepared work sizes; not the kernel. */
  @Override
  void close();
}
