package oncilla.data.reader;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What an array in a MATLAB file begins with: flags, dimensions and name, each with its type and
 * length in front. The library takes memory for as many numbers as such a length says before it
 * looks whether they are there, so the lengths are looked at first.
 */
final class MatElement {
  private static final int PARTS = 3;
  private static final int TAG_BYTES = 2 * Integer.BYTES;

  /** Class of an array whose elements are arrays, each of which has a tag at least. */
  private static final int CELL = 1;

  private static final int DIMENSIONS = 1;

  private MatElement() {}

  /**
   * What is wrong with the lengths in an element that was deflated, its own included, about which
   * the library prints.
   *
   * @param element in the file's order; not moved
   */
  static Optional<String> misfitOfInflated(ByteBuffer element) {
    int left = element.remaining() - TAG_BYTES;
    if (left < 0) {
      return Optional.of("an element of " + element.remaining() + " bytes");
    }
    long length = Integer.toUnsignedLong(element.getInt(Integer.BYTES));
    if (length > left) {
      return Optional.of("an array of " + length + " bytes where " + left + " are left");
    }
    return misfit(element.slice(TAG_BYTES, left).order(element.order()));
  }

  /**
   * What is wrong with the lengths of these parts, if one exceeds the array.
   *
   * @param array the bytes behind the array's own tag, in the file's order; not moved
   */
  static Optional<String> misfit(ByteBuffer array) {
    ByteBuffer parts = array.duplicate().order(array.order());
    boolean isCell =
        array.remaining() > TAG_BYTES + Integer.BYTES
            && (array.getInt(array.position() + TAG_BYTES) & 0xFF) == CELL;
    for (int part = 0; part < PARTS && parts.remaining() >= TAG_BYTES; part++) {
      int type = parts.getInt();
      long length = Integer.toUnsignedLong(parts.getInt());
      if (type >>> 16 != 0) {
        // A small part: type and length share the first number, and its data are in the second.
        continue;
      }
      if (length > parts.remaining()) {
        return Optional.of(
            "an array has a part of " + length + " bytes where " + parts.remaining() + " are left");
      }
      if (isCell && part == DIMENSIONS && cells(parts, length) > parts.remaining() / TAG_BYTES) {
        return Optional.of("an array of more cells than its bytes can hold");
      }
      long padded = (length + TAG_BYTES - 1) / TAG_BYTES * TAG_BYTES;
      parts.position((int) Math.min(parts.limit(), parts.position() + padded));
    }
    return Optional.empty();
  }

  /** The product of dimensions, which stand ahead; more than any file holds if it is larger. */
  private static long cells(ByteBuffer parts, long length) {
    long cells = 1;
    for (int at = 0; at + Integer.BYTES <= length; at += Integer.BYTES) {
      cells *= Integer.toUnsignedLong(parts.getInt(parts.position() + at));
      if (cells > Integer.MAX_VALUE) {
        return cells;
      }
    }
    return cells;
  }
}
