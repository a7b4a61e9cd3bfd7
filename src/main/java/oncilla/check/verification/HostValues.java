package oncilla.check.verification;

import oncilla.backend.Backend;
import oncilla.backend.Tensor;

/**
 * Moves values of any element type as doubles, which hold bytes, int and counters below 2⁵³
 * exactly.
 */
final class HostValues {
  private HostValues() {}

  static void upload(double[] values, Tensor to) {
    Backend backend = to.owner();
    int n = values.length;
    switch (to.type()) {
      case REAL -> backend.upload(values, to);
      case U8 -> {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
          bytes[i] = (byte) (int) values[i];
        }
        backend.upload(bytes, to);
      }
      case I32 -> {
        int[] ints = new int[n];
        for (int i = 0; i < n; i++) {
          ints[i] = (int) values[i];
        }
        backend.upload(ints, to);
      }
      case I64 -> {
        long[] longs = new long[n];
        for (int i = 0; i < n; i++) {
          longs[i] = (long) values[i];
        }
        backend.upload(longs, to);
      }
    }
  }

  static double[] download(Tensor from) {
    Backend backend = from.owner();
    int n = Math.toIntExact(from.shape().size());
    double[] values = new double[n];
    switch (from.type()) {
      case REAL -> backend.download(from, values);
      case U8 -> {
        byte[] bytes = new byte[n];
        backend.download(from, bytes);
        for (int i = 0; i < n; i++) {
          values[i] = bytes[i] & 0xFF;
        }
      }
      case I32 -> {
        int[] ints = new int[n];
        backend.download(from, ints);
        for (int i = 0; i < n; i++) {
          values[i] = ints[i];
        }
      }
      case I64 -> {
        long[] longs = new long[n];
        backend.download(from, longs);
        for (int i = 0; i < n; i++) {
          values[i] = longs[i];
        }
      }
    }
    return values;
  }
}
