package oncilla.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An array from an {@code .npy} file, always in C order (the last index runs fastest). An array
 * that is not made of real numbers has a name, a dtype and a shape, and refuses to give values: so
 * a file may hold more than what is wanted of it.
 */
public final class NpyArray {
  private final String where;
  private final String name;
  private final String dtype;
  private final int[] shape;
  private final Optional<NpyType> type;
  private final byte[] data;

  NpyArray(
      String where, String name, String dtype, int[] shape, Optional<NpyType> type, byte[] data) {
    this.where = where;
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.type = type;
    this.data = data;
  }

  /** Its name in the file, without {@code .npy}. */
  public String name() {
    return name;
  }

  /** The file's {@code descr}, such as {@code <f8}. */
  public String dtype() {
    return dtype;
  }

  /** The numbers' type; empty where they are no real numbers. */
  public Optional<NpyType> type() {
    return type;
  }

  /** A copy of the shape; empty for a scalar. */
  public int[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int size() {
    int size = 1;
    for (int length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }

  /** The shape as text: {@code (3, 4)}. */
  public String shapeText() {
    return Arrays.stream(shape)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * The elements as doubles in C order, freshly made.
   *
   * @throws FormatException if they are no real numbers
   */
  public double[] doubles() {
    return required().doubles(ByteBuffer.wrap(data), size());
  }

  /**
   * The elements' bytes in C order; not copied.
   *
   * @throws FormatException if an element is not one byte
   */
  public byte[] bytes() {
    if (required().size() != 1) {
      throw new FormatException(where + ": dtype " + dtype + ", expected one byte an element");
    }
    return data;
  }

  /** Whether the elements are texts. */
  public boolean isText() {
    return NpyText.width(dtype) > 0;
  }

  /**
   * The elements as texts in C order, without blanks around them.
   *
   * @throws FormatException if they are no texts
   */
  public String[] texts() {
    if (!isText()) {
      throw new FormatException(where + ": dtype " + dtype + ", expected texts");
    }
    return NpyText.texts(dtype, data, size());
  }

  private NpyType required() {
    return type.orElseThrow(
        () -> new FormatException(where + ": dtype " + dtype + ", expected real numbers"));
  }

  @Override
  public String toString() {
    return name + " " + dtype + " " + shapeText();
  }
}
