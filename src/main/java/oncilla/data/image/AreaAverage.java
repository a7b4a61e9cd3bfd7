package oncilla.data.image;

/**
 * Scales an image to a square by averaging over areas. Every pixel of the square is the mean of the
 * rectangle of the image that it covers, where pixels at the rim count with the part that is
 * covered. The aspect ratio is not kept.
 *
 * <p>In units of 1/size of an image's pixel along each axis, image pixel x covers {@code [x·size,
 * (x+1)·size)} and square pixel j covers {@code [j·width, (j+1)·width)}, so all areas are integers
 * and the mean is exact, {@code Σ area·value / (width·height)}, rounded half up. Hence the order of
 * summation does not matter, mirrored images scale to mirrored squares, and an image of the right
 * size comes out as it went in.
 */
final class AreaAverage {
  private static final int CHANNELS = RgbRows.CHANNELS;

  private AreaAverage() {}

  /** {@code size × size × 3} bytes, row-major, red, green, blue. */
  static byte[] square(RgbRows image, int size) {
    int width = image.width();
    int height = image.height();
    byte[] result = new byte[Math.multiplyExact(Math.multiplyExact(size, size), CHANNELS)];
    int[] row = new int[width * CHANNELS];
    long[] line = new long[size * CHANNELS];
    long[] sum = new long[size * CHANNELS];
    // 255·width·height·(2 for rounding) stays below 2⁶³ by far: an image has at most 2²⁸ pixels.
    long area = (long) width * height;
    int target = 0;
    for (int y = 0; y < height; y++) {
      image.row(y, row);
      horizontally(row, width, line, size);
      long top = (long) y * size;
      long bottom = top + size;
      while (target < size) {
        long targetTop = (long) target * height;
        long targetBottom = targetTop + height;
        long overlap = Math.min(bottom, targetBottom) - Math.max(top, targetTop);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += overlap * line[i];
        }
        if (targetBottom > bottom) {
          break;
        }
        int at = target * sum.length;
        for (int i = 0; i < sum.length; i++) {
          result[at + i] = (byte) ((2 * sum[i] + area) / (2 * area));
          sum[i] = 0;
        }
        target++;
        if (targetBottom == bottom) {
          break;
        }
      }
    }
    return result;
  }

  /**
   * Sums one row of pixels, weighted with the lengths covered. Only the first and the last pixel of
   * a sum can be covered in part.
   */
  private static void horizontally(int[] row, int width, long[] line, int size) {
    for (int j = 0; j < size; j++) {
      long left = (long) j * width;
      long right = left + width;
      int first = (int) (left / size);
      int last = (int) ((right - 1) / size);
      long ofFirst = Math.min(right, (first + 1L) * size) - left;
      long ofLast = first == last ? 0 : right - (long) last * size;
      for (int c = 0; c < CHANNELS; c++) {
        long between = 0;
        for (int x = first + 1; x < last; x++) {
          between += row[CHANNELS * x + c];
        }
        line[CHANNELS * j + c] =
            ofFirst * row[CHANNELS * first + c]
                + size * between
                + ofLast * row[CHANNELS * last + c];
      }
    }
  }
}
