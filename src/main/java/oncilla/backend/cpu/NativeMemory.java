package oncilla.backend.cpu;

import java.nio.ByteBuffer;
import oncilla.backend.BackendException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One allocation outside the Java heap. It starts as zeros, at a multiple of {@value #ALIGNMENT}
 * bytes, so that OpenBLAS meets the same alignment in every run.
 */
final class NativeMemory {
  /** As long as the longest vector register and a line of the cache. */
  private static final int ALIGNMENT = 64;

  /** A buffer of Java cannot be longer than 2³¹ − 1 bytes. */
  static final int WINDOW_BITS = 30;

  private Pointer allocation;
  private final BytePointer start;
  private final long bytes;

  private NativeMemory(Pointer allocation, long bytes) {
    this.allocation = allocation;
    this.bytes = bytes;
    long past = allocation.address() % ALIGNMENT;
    start = new BytePointer(allocation).getPointer(past == 0 ? 0 : ALIGNMENT - past);
  }

  /**
   * Allocates.
   *
   * @throws BackendException if there is no room
   */
  static NativeMemory allocate(long bytes) {
    Pointer allocation = Pointer.calloc(Math.addExact(bytes, ALIGNMENT), 1);
    if (allocation == null || allocation.isNull()) {
      throw new BackendException("no room for " + bytes + " bytes of native memory");
    }
    return new NativeMemory(allocation, bytes);
  }

  /** Frees it; whatever points into it must not be used any more. */
  void free() {
    if (allocation != null) {
      Pointer.free(allocation);
      allocation = null;
    }
  }

  /** The address of a byte. */
  BytePointer at(long offset) {
    return start.getPointer(offset);
  }

  /** The bytes from {@code offset} on, as buffers of 2³⁰ bytes each and a last, shorter one. */
  ByteBuffer[] windows(long offset, long length) {
    if (offset < 0 || offset + length > bytes) {
      throw new IllegalArgumentException(
          length + " bytes from " + offset + " on leave an allocation of " + bytes);
    }
    long window = 1L << WINDOW_BITS;
    ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((length + window - 1) / window)];
    for (int i = 0; i < windows.length; i++) {
      BytePointer from = at(offset + i * window);
      from.capacity(Math.min(window, length - i * window));
      windows[i] = from.asByteBuffer();
    }
    return windows;
  }
}
