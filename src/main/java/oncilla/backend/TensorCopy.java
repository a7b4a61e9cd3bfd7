package oncilla.backend;

/**
 * Copies a tensor into one of the same type and shape, of whatever backend, through arrays of
 * bounded size.
 */
final class TensorCopy {
  /** An array takes at most so many bytes. */
  private static final int ARRAY_BYTES = 16 << 20;

  private TensorCopy() {}

  /**
   * Copies {@code from} to {@code to}; returns when {@code to} holds the elements.
   *
   * @param from not modified
   * @param to modified; real numbers are rounded to its backend's precision
   * @throws IllegalArgumentException if type or shape differ
   */
  static void copy(Tensor from, Tensor to) {
    if (from.type() != to.type() || !from.shape().equals(to.shape())) {
      throw new IllegalArgumentException(
          "copy: the source is %s %s, the target %s %s"
              .formatted(from.shape(), from.type(), to.shape(), to.type()));
    }
    long size = from.shape().size();
    // Real numbers are doubles in an array, whatever the backend's precision is.
    long longest = ARRAY_BYTES / from.type().bytes(Precision.FP64);
    for (long first = 0; first < size; first += longest) {
      Shape piece = Shape.vector(Math.min(longest, size - first));
      copyPiece(from.part(first, piece), to.part(first, piece), (int) piece.size());
    }
  }

  private static void copyPiece(Tensor from, Tensor to, int length) {
    switch (from.type()) {
      case REAL -> {
        double[] values = new double[length];
        from.owner().download(from, values);
        to.owner().upload(values, to);
      }
      case U8 -> {
        byte[] values = new byte[length];
        from.owner().download(from, values);
        to.owner().upload(values, to);
      }
      case I32 -> {
        int[] values = new int[length];
        from.owner().download(from, values);
        to.owner().upload(values, to);
      }
      case I64 -> {
        long[] values = new long[length];
        from.owner().download(from, values);
        to.owner().upload(values, to);
      }
    }
  }
}
