package oncilla.backend.opencl.launch;

import oncilla.cl.ClBuffer;

/**
 * A buffer with a size and no memory, for launches that are looked at and never made.
 *
 * @param bytes its size
 */
record UnbackedBuffer(long bytes) implements ClBuffer {
  @Override
  public void close() {
    // There is nothing to release.
  }
}
