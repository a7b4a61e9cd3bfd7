package oncilla.bench;

import java.util.List;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;

/**
 * Makes examples without a meaning, the same in every program that is compared. Number i of all
 * pixels, row by row, is the low byte of {@code hash(i)}, and the label of example i is the lowest
 * bit of {@code hash(i + 2³¹)}. The hash is the last mixing step of MurmurHash3 (A. Appleby), five
 * lines in any language that has 32-bit integers.
 */
final class RandomExamples {
  private RandomExamples() {}

  /**
   * Makes the examples.
   *
   * @param rows number of examples
   * @param columns pixels of an example
   * @throws IllegalArgumentException if they exceed a Java array
   */
  static Dataset draw(int rows, int columns) {
    long size = (long) rows * columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(rows + " x " + columns + " pixels exceed a Java array");
    }
    byte[] pixels = new byte[(int) size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) hash(i);
    }
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) (hash(i + Integer.MIN_VALUE) & 1);
    }
    return new Dataset(
        rows + " random examples",
        new Pixels(pixels, rows, new ImageGeometry(1, columns, 1)),
        labels,
        List.of("zero", "one"));
  }

  /** The last mixing step of MurmurHash3, {@code fmix32}. */
  static int hash(int value) {
    int h = value;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    h ^= h >>> 16;
    return h;
  }
}
