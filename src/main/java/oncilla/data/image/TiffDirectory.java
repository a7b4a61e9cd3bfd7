package oncilla.data.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first directory of a TIFF structure, which is what a TIFF file and the Exif of every other
 * format begin with. Only that directory is read, so that damage elsewhere in a camera's notes,
 * which is common, does not matter.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0, section
 *     2</a>
 */
final class TiffDirectory {
  private static final int HEADER_SIZE = 8;
  private static final int ENTRY_SIZE = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteBuffer tiff;
  private final int entries;
  private final int count;

  private TiffDirectory(ByteBuffer tiff, int entries, int count) {
    this.tiff = tiff;
    this.entries = entries;
    this.count = count;
  }

  /** The first directory; nothing, if {@code tiff} does not lead to one. */
  static Optional<TiffDirectory> first(ByteBuffer bytes) {
    ByteBuffer tiff = bytes.slice();
    if (tiff.limit() < HEADER_SIZE) {
      return Optional.empty();
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    if (directory + 2 > tiff.limit()) {
      return Optional.empty();
    }
    int place = (int) directory;
    return Optional.of(
        new TiffDirectory(tiff, place + 2, Short.toUnsignedInt(tiff.getShort(place))));
  }

  /** The whole numbers of a tag; none where it is missing, cut off or of another type. */
  long[] numbers(int tag) {
    for (int i = 0; i < count; i++) {
      long entry = entries + (long) i * ENTRY_SIZE;
      if (entry + ENTRY_SIZE > tiff.limit()) {
        return new long[0];
      }
      int place = (int) entry;
      if (Short.toUnsignedInt(tiff.getShort(place)) == tag) {
        return numbersAt(place);
      }
    }
    return new long[0];
  }

  private long[] numbersAt(int entry) {
    int type = tiff.getShort(entry + 2);
    int width =
        switch (type) {
          case BYTE -> 1;
          case SHORT -> 2;
          case LONG -> 4;
          default -> 0;
        };
    long length = Integer.toUnsignedLong(tiff.getInt(entry + 4));
    boolean inside = length * width <= 4;
    long start = inside ? entry + 8 : Integer.toUnsignedLong(tiff.getInt(entry + 8));
    if (width == 0 || start + length * width > tiff.limit()) {
      return new long[0];
    }
    long[] result = new long[(int) length];
    for (int i = 0; i < result.length; i++) {
      int place = (int) start + i * width;
      result[i] =
          switch (width) {
            case 1 -> Byte.toUnsignedLong(tiff.get(place));
            case 2 -> Short.toUnsignedLong(tiff.getShort(place));
            default -> Integer.toUnsignedLong(tiff.getInt(place));
          };
    }
    return result;
  }

  /** The first number of a tag, or {@code missing}. */
  long number(int tag, long missing) {
    long[] numbers = numbers(tag);
    return numbers.length == 0 ? missing : numbers[0];
  }
}
