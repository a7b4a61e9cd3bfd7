package oncilla.cl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What every binding checks before it calls, because the call itself would crash or not notice. */
public final class ClChecks {
  /** Longer than any list of extensions. */
  private static final long LONGEST_ANSWER = 1 << 20;

  private ClChecks() {}

  /**
   * Host memory that a device may touch.
   *
   * @throws IllegalArgumentException unless {@code buffer} is direct and in native order
   */
  public static void hostBuffer(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("the host buffer must be direct");
    }
    if (buffer.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "the host buffer must be in native order, " + ByteOrder.nativeOrder());
    }
  }

  /**
   * The shape of a launch; whether the sizes suit the device is for the device to say.
   *
   * @throws IllegalArgumentException unless both have the same one to three dimensions
   */
  public static void workSizes(String kernel, long[] global, long[] local) {
    if (global.length < 1 || global.length > 3 || global.length != local.length) {
      throw new IllegalArgumentException(
          "kernel " + kernel + " cannot have " + describe(global, local));
    }
  }

  /** Work sizes in words, for error messages. */
  public static String describe(long[] global, long[] local) {
    return "global size " + Arrays.toString(global) + ", local size " + Arrays.toString(local);
  }

  /**
   * An object still open.
   *
   * @throws IllegalStateException if {@code closed}
   */
  public static void open(boolean closed, String what) {
    if (closed) {
      throw new IllegalStateException(what + " is closed");
    }
  }

  /**
   * The memory for the answer to a question about a platform or a device.
   *
   * @param call the function that said how long the answer is
   * @throws ClException unless {@code size} can be that of a text or a number
   */
  public static byte[] answer(String call, ClParameter parameter, long size) {
    if (size < 0 || size > LONGEST_ANSWER) {
      throw new ClException(call, 0, parameter + " with " + Long.toUnsignedString(size) + " bytes");
    }
    return new byte[(int) size];
  }
}
