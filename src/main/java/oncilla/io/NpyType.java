package oncilla.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The type of one number in a file, in NumPy's terms, and the way from its bytes to a double. HDF5
 * numbers are described by it too.
 *
 * @param kind {@code b} boolean, {@code i} signed, {@code u} unsigned, {@code f} IEEE 754 binary
 * @param size bytes: 1 for {@code b}; 1, 2, 4, 8 for integers; 2, 4, 8 for {@code f}
 * @param order order of these bytes
 */
public record NpyType(char kind, int size, ByteOrder order) {
  /** Checks that there is such a type. */
  public NpyType {
    if (!exists(kind, size)) {
      throw new IllegalArgumentException("no type " + kind + size);
    }
  }

  /** Whether kind and size belong to a type that can be read. */
  public static boolean exists(char kind, int size) {
    return switch (kind) {
      case 'b' -> size == 1;
      case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
      case 'f' -> size == 2 || size == 4 || size == 8;
      default -> false;
    };
  }

  /**
   * The type of a {@code descr} such as {@code <f8} or {@code |u1}; empty for strings, objects,
   * complex numbers and all else that is no real number.
   */
  public static Optional<NpyType> parse(String descr) {
    if (!descr.matches("[<>|][a-z][0-9]{1,2}")) {
      return Optional.empty();
    }
    char kind = descr.charAt(1);
    int size = Integer.parseInt(descr.substring(2));
    if (!exists(kind, size) || (descr.charAt(0) == '|' && size > 1)) {
      return Optional.empty();
    }
    ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return Optional.of(new NpyType(kind, size, order));
  }

  /** Whether this is an unsigned byte, the type of pixels. */
  public boolean isUnsignedByte() {
    return kind == 'u' && size == 1;
  }

  /** NumPy's name of the type: {@code uint8}, {@code float64}. */
  public String label() {
    return switch (kind) {
      case 'b' -> "bool";
      case 'i' -> "int" + 8 * size;
      case 'u' -> "uint" + 8 * size;
      default -> "float" + 8 * size;
    };
  }

  /**
   * The first {@code count} numbers of {@code bytes}, rounded to double where they are 64-bit
   * integers beyond 2⁵³. The buffer's position does not change.
   */
  public double[] doubles(ByteBuffer bytes, int count) {
    ByteBuffer in = bytes.slice().order(order);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = next(in);
    }
    return values;
  }

  private double next(ByteBuffer in) {
    return switch (kind) {
      case 'b' -> in.get() == 0 ? 0 : 1;
      case 'i' ->
          switch (size) {
            case 1 -> in.get();
            case 2 -> in.getShort();
            case 4 -> in.getInt();
            default -> in.getLong();
          };
      case 'u' ->
          switch (size) {
            case 1 -> Byte.toUnsignedInt(in.get());
            case 2 -> Short.toUnsignedInt(in.getShort());
            case 4 -> Integer.toUnsignedLong(in.getInt());
            default -> unsigned(in.getLong());
          };
      default ->
          switch (size) {
            case 2 -> half(in.getShort());
            case 4 -> in.getFloat();
            default -> in.getDouble();
          };
    };
  }

  /** The 64 bits as an unsigned number; the lowest bit is kept sticky so that it rounds once. */
  static double unsigned(long bits) {
    return bits >= 0 ? bits : (double) ((bits >>> 1) | (bits & 1)) * 2;
  }

  /** IEEE 754 binary16; {@code Float.float16ToFloat} exists from Java 20 only. */
  static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, -24);
    } else {
      magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
