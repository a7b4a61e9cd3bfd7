package oncilla.data.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.InflaterInputStream;
import oncilla.data.DataException;

/**
 * The elements of a MATLAB file, each as a file of its own: a header of 128 bytes, then elements
 * with their type and length (two 32-bit numbers) in front. So one is read without the others.
 */
final class MatElements {
  /** Type of an element that is an array, as it is. */
  private static final int MATRIX = 14;

  /** Type of an element that is a zlib stream of such an element. */
  private static final int DEFLATED = 15;

  private static final int HEADER_BYTES = 128;

  /** Here little-endian files have I and big-endian ones M. */
  private static final int ORDER_BYTE = 126;

  /** Where the header says where the undocumented data behind objects lies; 0 for nowhere. */
  private static final int SUBSYSTEM = 116;

  private static final int TAG_BYTES = 2 * Integer.BYTES;

  /** Tag of the array, tag of its flags, and the flags, whose lowest byte is the class. */
  private static final int UP_TO_CLASS = 2 * TAG_BYTES + Integer.BYTES;

  /** Classes of MATLAB objects, function handles, and what is stored by neither. */
  private static final List<Integer> OBJECTS = List.of(3, 16, 17);

  private final byte[] file;
  private final ByteOrder order;
  private final List<Element> elements = new ArrayList<>();

  /**
   * Where an element lies, with its tag.
   *
   * @param start its first byte
   * @param end behind its last byte
   */
  record Element(int start, int end) {}

  /**
   * Finds where the elements are. The library would take a tag that is cut off for the end of the
   * file, and prints to standard error about some lengths that are too long.
   *
   * @param damaged what a message about damage starts with, behind the path
   * @throws DataException if the file does not consist of whole elements
   */
  MatElements(Path path, byte[] file, String damaged) {
    if (file.length < HEADER_BYTES) {
      throw new DataException(path + ": ends within its header");
    }
    this.file = file;
    this.order = file[ORDER_BYTE] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer in = ByteBuffer.wrap(file).order(order);
    long subsystem = in.getLong(SUBSYSTEM);
    in.position(HEADER_BYTES);
    while (in.hasRemaining()) {
      int start = in.position();
      int type = 0;
      long length = -1;
      if (in.remaining() >= TAG_BYTES) {
        type = in.getInt();
        length = Integer.toUnsignedLong(in.getInt());
      }
      if (length < 0 || length > in.remaining()) {
        throw new DataException(
            path + damaged + "the element at byte " + start + " does not end within the file");
      }
      if (type != MATRIX && type != DEFLATED) {
        throw new DataException(
            path + damaged + "the element at byte " + start + " has type " + type);
      }
      if (type == MATRIX) {
        ByteBuffer array = in.slice(in.position(), (int) length);
        MatElement.misfit(array.order(order))
            .ifPresent(
                misfit -> {
                  throw new DataException(
                      path + damaged + "the element at byte " + start + ": " + misfit);
                });
      }
      in.position(in.position() + (int) length);
      if (start != subsystem) {
        elements.add(new Element(start, in.position()));
      }
    }
  }

  /** All of them, in the file's order, but what lies behind objects. */
  List<Element> all() {
    return elements;
  }

  /** A file with the same header and one element. */
  byte[] alone(Element element) {
    byte[] alone = new byte[HEADER_BYTES + element.end - element.start];
    System.arraycopy(file, 0, alone, 0, HEADER_BYTES);
    Arrays.fill(alone, SUBSYSTEM, SUBSYSTEM + Long.BYTES, (byte) 0);
    System.arraycopy(file, element.start, alone, HEADER_BYTES, element.end - element.start);
    return alone;
  }

  /** Whether the element is an object of MATLAB's, which only MATLAB reads. */
  boolean isObject(Element element) {
    ByteBuffer start = ByteBuffer.wrap(start(element)).order(order);
    return start.capacity() > UP_TO_CLASS
        && OBJECTS.contains(start.getInt(UP_TO_CLASS - Integer.BYTES) & 0xFF);
  }

  private byte[] start(Element element) {
    int type = ByteBuffer.wrap(file).order(order).getInt(element.start);
    if (type == MATRIX) {
      return Arrays.copyOfRange(
          file, element.start, Math.min(element.end, element.start + UP_TO_CLASS + 1));
    }
    try (InflaterInputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(
                file, element.start + TAG_BYTES, element.end - element.start - TAG_BYTES))) {
      return in.readNBytes(UP_TO_CLASS + 1);
    } catch (IOException damaged) {
      // What it is cannot be told; whoever asks has an error at hand already.
      return new byte[0];
    }
  }
}
