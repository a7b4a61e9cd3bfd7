package oncilla.cl;

import java.nio.ByteBuffer;

/** An in-order command queue. Host buffers are direct and in native byte order. */
public interface ClQueue extends AutoCloseable {
  /**
   * Prepares a launch.
   *
   * @param global work items per dimension, multiples of {@code local}
   * @param local work-group size per dimension
   */
  ClLaunch prepare(ClKernel kernel, long[] global, long[] local);

  /**
   * Copies the remaining bytes of {@code from} to the device; returns when {@code from} may be
   * reused.
   */
  void write(ClBuffer to, long offsetBytes, ByteBuffer from);

  /**
   * Copies the remaining bytes of {@code from} to the device behind all earlier work, without
   * waiting for it. Nobody may change these bytes before the event is reached.
   *
   * @return reached when the copy is done; the caller closes it
   */
  ClEvent writeLater(ClBuffer to, long offsetBytes, ByteBuffer from);

  /** Waits for all earlier work, then fills the remaining bytes of {@code to}. */
  void read(ClBuffer from, long offsetBytes, ByteBuffer to);

  /**
   * Sets {@code bytes} bytes to zero; offset and length are multiples of 4 or cover single bytes.
   */
  void fillZero(ClBuffer buffer, long offsetBytes, long bytes);

  /** An event behind everything enqueued so far; the caller closes it. */
  ClEvent marker();

  /**
   * Lets everything that is enqueued from now on begin when {@code event} is reached. It may be one
   * of another queue of the context, which has been flushed; it may be closed then.
   */
  void waitFor(ClEvent event);

  /** Hands enqueued commands to the device without waiting. */
  void flush();

  /** Waits for everything enqueued. */
  void finish();

  @Override
  void close();
}
