package oncilla.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's {@code .npy} format, versions 1 to 3: magic, version, length of the header, a header that
 * is a Python dictionary with {@code descr}, {@code fortran_order} and {@code shape}, and the
 * numbers.
 *
 * @see <a
 *     href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Far above any header of numbers, far below what would hurt. */
  private static final int MAX_HEADER = 1 << 20;

  /** The longest array of bytes that every JVM can make. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|\\[)");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]*)\\)");

  private Npy() {}

  /**
   * Reads one array to the end of {@code in}.
   *
   * @param where file and name, for messages
   * @param name the array's name
   * @throws FormatException if it is not a valid array
   * @throws IOException if reading fails
   */
  static NpyArray read(String where, String name, InputStream in) throws IOException {
    String header = header(where, in);
    Matcher descr = DESCR.matcher(header);
    Matcher fortran = FORTRAN.matcher(header);
    Matcher shapeText = SHAPE.matcher(header);
    if (!descr.find() || !fortran.find() || !shapeText.find()) {
      throw new FormatException(
          where + ": the header is not a dictionary with descr, fortran_order and shape");
    }
    String dtype = descr.group(1) == null ? "structured" : descr.group(1);
    int[] shape = shape(where, shapeText.group(1));
    Optional<NpyType> type = NpyType.parse(dtype);
    int size = type.map(NpyType::size).orElse(NpyText.width(dtype));
    if (size == 0) {
      return new NpyArray(where, name, dtype, shape, type, new byte[0]);
    }
    byte[] data = data(where, bytes(where, shape, size), in);
    if (fortran.group(1).equals("True")) {
      data = rowMajor(data, shape, size);
    }
    return new NpyArray(where, name, dtype, shape, type, data);
  }

  private static String header(String where, InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new FormatException(where + ": does not start as an .npy array");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new FormatException(where + ": .npy version " + version + ", expected 1, 2 or 3");
    }
    int width = version == 1 ? 2 : 4;
    byte[] lengthBytes = in.readNBytes(width);
    long length = 0;
    for (int i = lengthBytes.length - 1; i >= 0; i--) {
      length = length << 8 | lengthBytes[i] & 0xff;
    }
    if (lengthBytes.length < width || length > MAX_HEADER) {
      throw new FormatException(
          where + ": header of " + length + " bytes, expected at most " + MAX_HEADER);
    }
    byte[] header = in.readNBytes((int) length);
    if (header.length < length) {
      throw new FormatException(
          where + ": ends within its header, after " + header.length + " of " + length + " bytes");
    }
    return new String(header, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private static int[] shape(String where, String text) {
    String[] parts = text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*");
    int[] shape = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      // Python 2 wrote its long integers with an L.
      if (!parts[i].matches("[0-9]{1,10}L?")
          || Long.parseLong(parts[i].replace("L", "")) > Integer.MAX_VALUE) {
        throw new FormatException(
            where + ": shape (" + text + "), expected lengths up to " + Integer.MAX_VALUE);
      }
      shape[i] = (int) Long.parseLong(parts[i].replace("L", ""));
    }
    return shape;
  }

  private static int bytes(String where, int[] shape, int size) {
    long bytes = size;
    for (int length : shape) {
      // Neither factor exceeds 2³¹, so the product does not overflow.
      bytes *= length;
      if (bytes > MAX_BYTES) {
        throw new FormatException(
            where
                + ": shape "
                + Arrays.toString(shape)
                + " of "
                + size
                + "-byte numbers is more than "
                + MAX_BYTES
                + " bytes");
      }
    }
    return (int) bytes;
  }

  private static byte[] data(String where, int length, InputStream in) throws IOException {
    // Grows with what is there: a header that lies about its size allocates nothing.
    byte[] data = in.readNBytes(length);
    if (data.length < length) {
      throw new FormatException(
          where + ": " + data.length + " bytes of numbers, expected " + length);
    }
    if (in.read() >= 0) {
      throw new FormatException(where + ": more than the expected " + length + " bytes of numbers");
    }
    return data;
  }

  /** From first index fastest to last index fastest. */
  private static byte[] rowMajor(byte[] columnMajor, int[] shape, int size) {
    byte[] result = new byte[columnMajor.length];
    int rank = shape.length;
    int[] strides = new int[rank];
    int stride = size;
    for (int d = 0; d < rank; d++) {
      strides[d] = stride;
      stride *= shape[d];
    }
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < result.length; to += size) {
      System.arraycopy(columnMajor, from, result, to, size);
      for (int d = rank - 1; d >= 0; d--) {
        from += strides[d];
        if (++index[d] < shape[d]) {
          break;
        }
        from -= index[d] * strides[d];
        index[d] = 0;
      }
    }
    return result;
  }
}
