package oncilla.cl;

import java.nio.ByteBuffer;

/**
 * Host memory that a driver gave, so that copies from it need no copy of its own: pinned memory,
 * where a device has such.
 */
public interface ClHostMemory extends AutoCloseable {
  /** All of it, direct, in native byte order; not to be used once this is closed. */
  ByteBuffer bytes();

  @Override
  void close();
}
