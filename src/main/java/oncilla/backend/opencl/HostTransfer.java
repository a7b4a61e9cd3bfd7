package oncilla.backend.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.cl.ClQueue;

/**
 * Copies between Java arrays and device buffers through one direct buffer of bounded size. Copies
 * block, so the buffer is never written while a copy of it is pending.
 */
final class HostTransfer {
  private static final int STAGING_BYTES = 4 << 20;

  private final ClQueue queue;
  private final Precision precision;
  private final ByteBuffer staging =
      ByteBuffer.allocateDirect(STAGING_BYTES).order(ByteOrder.nativeOrder());

  HostTransfer(ClQueue queue, Precision precision) {
    this.queue = queue;
    this.precision = precision;
  }

  void upload(double[] from, OpenClTensor to) {
    require(to, ElementType.REAL, from.length);
    if (precision == Precision.FP64) {
      write(to, from.length, i -> staging.putDouble(from[i]));
    } else {
      write(to, from.length, i -> staging.putFloat((float) from[i]));
    }
  }

  void upload(byte[] from, OpenClTensor to) {
    require(to, ElementType.U8, from.length);
    write(to, from.length, i -> staging.put(from[i]));
  }

  void upload(int[] from, OpenClTensor to) {
    require(to, ElementType.I32, from.length);
    write(to, from.length, i -> staging.putInt(from[i]));
  }

  void upload(long[] from, OpenClTensor to) {
    require(to, ElementType.I64, from.length);
    write(to, from.length, i -> staging.putLong(from[i]));
  }

  void download(OpenClTensor from, double[] to) {
    require(from, ElementType.REAL, to.length);
    if (precision == Precision.FP64) {
      read(from, to.length, i -> to[i] = staging.getDouble());
    } else {
      read(from, to.length, i -> to[i] = staging.getFloat());
    }
  }

  void download(OpenClTensor from, byte[] to) {
    require(from, ElementType.U8, to.length);
    read(from, to.length, i -> to[i] = staging.get());
  }

  void download(OpenClTensor from, int[] to) {
    require(from, ElementType.I32, to.length);
    read(from, to.length, i -> to[i] = staging.getInt());
  }

  void download(OpenClTensor from, long[] to) {
    require(from, ElementType.I64, to.length);
    read(from, to.length, i -> to[i] = staging.getLong());
  }

  private void write(OpenClTensor to, int count, IntConsumer putElement) {
    int bytes = to.type().bytes(precision);
    int chunk = STAGING_BYTES / bytes;
    for (int start = 0; start < count; start += chunk) {
      int end = Math.min(count, start + chunk);
      staging.clear();
      for (int i = start; i < end; i++) {
        putElement.accept(i);
      }
      staging.flip();
      long offset = to.offsetBytes() + (long) start * bytes;
      DeviceCalls.run(() -> queue.write(to.buffer(), offset, staging));
    }
  }

  private void read(OpenClTensor from, int count, IntConsumer takeElement) {
    int bytes = from.type().bytes(precision);
    int chunk = STAGING_BYTES / bytes;
    for (int start = 0; start < count; start += chunk) {
      int end = Math.min(count, start + chunk);
      staging.clear().limit((end - start) * bytes);
      long offset = from.offsetBytes() + (long) start * bytes;
      DeviceCalls.run(() -> queue.read(from.buffer(), offset, staging));
      staging.rewind();
      for (int i = start; i < end; i++) {
        takeElement.accept(i);
      }
    }
  }

  private static void require(OpenClTensor tensor, ElementType type, int length) {
    if (tensor.type() != type) {
      throw new IllegalArgumentException("the tensor holds " + tensor.type() + ", not " + type);
    }
    if (tensor.shape().size() != length) {
      throw new IllegalArgumentException(
          "the tensor is " + tensor.shape() + ", the array has " + length + " elements");
    }
  }
}
