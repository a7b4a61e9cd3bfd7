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
      long padded = (length + TAG_BYTES - 1) / TAG_BYTES * TAG_BYTES;
      parts.position((int) Math.min(parts.limit(), parts.position() + padded));
    }
    return Optional.empty();
  }
}
