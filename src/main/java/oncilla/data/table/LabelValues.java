package oncilla.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import oncilla.data.DataException;
import oncilla.data.Listed;

/** The labels of a file as they are met: which of at most two values each one is. */
public final class LabelValues {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  /** The longest array that every JVM can make. */
  static final int MAX = Integer.MAX_VALUE - 8;

  private final List<String> values = new ArrayList<>();
  private final List<Integer> firstAt = new ArrayList<>();
  private byte[] codes = new byte[256];
  private int size;

  /** Whether {@code text} is a finite number as tables write it. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** No labels. */
  public LabelValues() {}

  /** A label in words; where it is a number, that in the shortest form. */
  public static String word(String label) {
    return isNumber(label) ? text(Double.parseDouble(label)) : label;
  }

  /** A number as a person would write it: 2 and not 2.0. */
  public static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /**
   * Adds a label.
   *
   * @param value a word, or a number in the shortest form
   * @param place what {@code where} is asked for
   * @param where names a place in messages
   * @throws DataException if it is a third value
   */
  public void add(String value, int place, IntFunction<String> where) {
    int code = values.indexOf(value);
    if (code < 0) {
      if (values.size() == 2) {
        throw new DataException(
            "%s: label %s, a third one after %s and %s, expected two"
                .formatted(
                    where.apply(place),
                    Listed.name(value),
                    Listed.name(values.get(0)),
                    Listed.name(values.get(1))));
      }
      code = values.size();
      values.add(value);
      firstAt.add(place);
    }
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, (int) Math.min(2L * size, MAX));
    }
    codes[size++] = (byte) code;
  }

  /** The one or two values, in the order in which they were met. */
  public List<String> values() {
    return List.copyOf(values);
  }

  /** Where the first label was that is none of 0 and 1, else the first one. */
  int suspicious() {
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).equals("0") && !values.get(i).equals("1")) {
        return firstAt.get(i);
      }
    }
    return firstAt.get(0);
  }

  /** Whether the value of the first label occurs nowhere else. */
  boolean firstIsAlone() {
    int times = 0;
    for (int i = 0; i < size; i++) {
      times += codes[i] == 0 ? 1 : 0;
    }
    return times == 1 && size > 1;
  }

  /** 0 or 1 for each. */
  public byte[] labels(LabelCoding coding) {
    byte[] labels = new byte[size];
    for (int i = 0; i < size; i++) {
      labels[i] = (byte) coding.label(values.get(codes[i]));
    }
    return labels;
  }
}
