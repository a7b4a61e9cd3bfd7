package oncilla.data.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.Header;
import oncilla.data.Listed;

/**
 * Whether the first line of a table holds names. Unless it was said, it does if no field is a
 * number, and does not if all are; {@code nan} is a number. What could be either is refused.
 */
final class CsvHeader {
  private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(?:nan|inf|infinity)");

  private CsvHeader() {}

  /** Whether a field is a number, if not a finite one. */
  static boolean isNumber(String field) {
    return LabelValues.isNumber(field)
        || NOT_FINITE.matcher(field.toLowerCase(Locale.ROOT)).matches();
  }

  /** The names of the columns, if {@code first} is a header. */
  static Optional<List<String>> names(Path path, List<String> first, Header header) {
    if (header == Header.NO) {
      return Optional.empty();
    }
    if (header == Header.AUTO) {
      List<String> numbers = first.stream().filter(CsvHeader::isNumber).toList();
      if (numbers.size() == first.size()) {
        requireExample(path, first);
        return Optional.empty();
      }
      if (!numbers.isEmpty()) {
        throw new DataException(
            Message.of(
                "%s: line 1: numbers (%s) beside other text (%s), expected names or an example ("
                    .formatted(
                        path,
                        Listed.names(numbers),
                        Listed.names(first.stream().filter(one -> !isNumber(one)).toList())),
                Setting.HEADER,
                " yes or no says which it is)"));
      }
    }
    requireDifferent(path, first);
    return Optional.of(first);
  }

  /** Programs that have no names for the columns write their numbers, from 0. */
  private static void requireExample(Path path, List<String> first) {
    boolean counts =
        IntStream.range(0, first.size())
            .allMatch(
                i -> LabelValues.isNumber(first.get(i)) && Double.parseDouble(first.get(i)) == i);
    if (counts) {
      throw new DataException(
          Message.of(
              path
                  + ": line 1: counts from 0 to "
                  + (first.size() - 1)
                  + ", the numbers of the columns or an example (",
              Setting.HEADER,
              " yes or no says which it is)"));
    }
  }

  private static void requireDifferent(Path path, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      int before = names.indexOf(names.get(i));
      if (before < i && !names.get(i).isEmpty()) {
        throw new DataException(
            Message.of(
                path
                    + ": line 1: columns "
                    + (before + 1)
                    + " and "
                    + (i + 1)
                    + " are both called "
                    + Listed.name(names.get(i))
                    + ", expected different names (",
                Setting.HEADER,
                " no takes the line for an example)"));
      }
    }
  }
}
