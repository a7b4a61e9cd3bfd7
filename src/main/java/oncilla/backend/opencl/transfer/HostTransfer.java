package oncilla.backend.opencl.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.cl.ClQueue;

/**
 * Copies between Java arrays and device buffers through one direct buffer of bounded size. Copies
 * block, so the buffer is never written while a copy of it is pending.
 */
public final class HostTransfer {
  private static final int STAGING_BYTES = 4 << 20;

  private final ClQueue queue;
  private final Precision precision;
  private final ByteBuffer staging =
      ByteBuffer.allocateDirect(STAGING_BYTES).order(ByteOrder.nativeOrder());

  /** Copies a range of elements between an array and the buffer, from the buffer's start. */
  private interface Range {
    void copy(int start, int end);
  }

  /** Copies on {@code queue}. */
  public HostTransfer(ClQueue queue, Precision precision) {
    this.queue = queue;
    this.precision = precision;
  }

  /** Copies {@code from} into a tensor; returns when it may be changed. */
  public void upload(double[] from, OpenClTensor to) {
    require(to, ElementType.REAL, from.length);
    if (precision == Precision.FP64) {
      write(
          to,
          from.length,
          (start, end) -> {
            staging.asDoubleBuffer().put(from, start, end - start);
            staging.position((end - start) * Double.BYTES);
          });
    } else {
      write(
          to,
          from.length,
          (start, end) -> {
            for (int i = start; i < end; i++) {
              staging.putFloat((float) from[i]);
            }
          });
    }
  }

  /** Copies {@code from} into a tensor; returns when it may be changed. */
  public void upload(byte[] from, OpenClTensor to) {
    require(to, ElementType.U8, from.length);
    write(to, from.length, (start, end) -> staging.put(from, start, end - start));
  }

  /** Copies {@code from} into a tensor; returns when it may be changed. */
  public void upload(int[] from, OpenClTensor to) {
    require(to, ElementType.I32, from.length);
    write(
        to,
        from.length,
        (start, end) -> {
          staging.asIntBuffer().put(from, start, end - start);
          staging.position((end - start) * Integer.BYTES);
        });
  }

  /** Copies {@code from} into a tensor; returns when it may be changed. */
  public void upload(long[] from, OpenClTensor to) {
    require(to, ElementType.I64, from.length);
    write(
        to,
        from.length,
        (start, end) -> {
          staging.asLongBuffer().put(from, start, end - start);
          staging.position((end - start) * Long.BYTES);
        });
  }

  /** Waits, then copies a tensor into {@code to}. */
  public void download(OpenClTensor from, double[] to) {
    require(from, ElementType.REAL, to.length);
    if (precision == Precision.FP64) {
      read(from, to.length, (start, end) -> staging.asDoubleBuffer().get(to, start, end - start));
    } else {
      read(
          from,
          to.length,
          (start, end) -> {
            for (int i = start; i < end; i++) {
              to[i] = staging.getFloat();
            }
          });
    }
  }

  /** Waits, then copies a tensor into {@code to}. */
  public void download(OpenClTensor from, byte[] to) {
    require(from, ElementType.U8, to.length);
    read(from, to.length, (start, end) -> staging.get(to, start, end - start));
  }

  /** Waits, then copies a tensor into {@code to}. */
  public void download(OpenClTensor from, int[] to) {
    require(from, ElementType.I32, to.length);
    read(from, to.length, (start, end) -> staging.asIntBuffer().get(to, start, end - start));
  }

  /** Waits, then copies a tensor into {@code to}. */
  public void download(OpenClTensor from, long[] to) {
    require(from, ElementType.I64, to.length);
    read(from, to.length, (start, end) -> staging.asLongBuffer().get(to, start, end - start));
  }

  private void write(OpenClTensor to, int count, Range elements) {
    int bytes = to.type().bytes(precision);
    int chunk = STAGING_BYTES / bytes;
    for (int start = 0; start < count; start += chunk) {
      int end = Math.min(count, start + chunk);
      staging.clear();
      elements.copy(start, end);
      staging.flip();
      long offset = to.offsetBytes() + (long) start * bytes;
      DeviceCalls.run(() -> queue.write(to.buffer(), offset, staging));
    }
  }

  private void read(OpenClTensor from, int count, Range elements) {
    int bytes = from.type().bytes(precision);
    int chunk = STAGING_BYTES / bytes;
    for (int start = 0; start < count; start += chunk) {
      int end = Math.min(count, start + chunk);
      staging.clear().limit((end - start) * bytes);
      long offset = from.offsetBytes() + (long) start * bytes;
      DeviceCalls.run(() -> queue.read(from.buffer(), offset, staging));
      staging.rewind();
      elements.copy(start, end);
    }
  }

  /** Checks that a tensor takes so many elements of this type. */
  public static void require(OpenClTensor tensor, ElementType type, int length) {
    if (tensor.type() != type) {
      throw new IllegalArgumentException("the tensor holds " + tensor.type() + ", not " + type);
    }
    if (tensor.shape().size() != length) {
      throw new IllegalArgumentException(
          "the tensor is " + tensor.shape() + ", the array has " + length + " elements");
    }
  }
}
