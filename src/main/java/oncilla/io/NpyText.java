package oncilla.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's texts of fixed length: {@code U} of four bytes a character, {@code S} of one, filled up
 * with zeros.
 */
final class NpyText {
  private static final Pattern DTYPE = Pattern.compile("([<>|=])([US])([1-9][0-9]{0,5})");

  private NpyText() {}

  /** Bytes of one text; 0 for a dtype that is none, or of texts without a character. */
  static int width(String dtype) {
    Matcher text = DTYPE.matcher(dtype);
    if (!text.matches()) {
      return 0;
    }
    int length = Integer.parseInt(text.group(3));
    return text.group(2).equals("U") ? Integer.BYTES * length : length;
  }

  /** The texts without the zeros and blanks around them. */
  static String[] texts(String dtype, byte[] data, int count) {
    int width = width(dtype);
    boolean wide = dtype.charAt(1) == 'U';
    ByteOrder order = dtype.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    String[] texts = new String[count];
    for (int i = 0; i < count; i++) {
      texts[i] =
          wide
              ? codePoints(ByteBuffer.wrap(data, i * width, width).order(order), width)
              : new String(data, i * width, width, StandardCharsets.UTF_8);
      texts[i] = texts[i].replace("\0", "").strip();
    }
    return texts;
  }

  private static String codePoints(ByteBuffer in, int width) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < width / Integer.BYTES; c++) {
      int point = in.getInt();
      text.appendCodePoint(Character.isValidCodePoint(point) ? point : 0xFFFD);
    }
    return text.toString();
  }
}
