package oncilla.io;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A tensor as files hold it.
 *
 * @param name its name
 * @param dtype the type of its elements in the file
 * @param shape extents, outermost first; empty for a single number; not copied
 * @param values the elements in row-major order, in double; not copied
 */
record NamedTensor(String name, DType dtype, long[] shape, double[] values) {
  /** Checks that shape and number of values agree. */
  NamedTensor {
    long size = 1;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException(name + " has an extent of " + extent);
      }
      size = Math.multiplyExact(size, extent);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " values for shape " + Arrays.toString(shape));
    }
  }

  /** The shape in words, such as {@code 20 x 12288}. */
  String shapeText() {
    return shapeText(shape);
  }

  static String shapeText(long... shape) {
    return shape.length == 0
        ? "a single number"
        : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" x "));
  }
}
