package oncilla.cli.options;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How much of its device's memory a run may take. */
public final class MemoryOptions {
  /** The name of the option. */
  public static final String LIMIT = "--memory-limit";

  private static final Pattern BYTES =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?)(?:([KMGT])(?:IB)?|B)?");

  private static final String UNITS = "KMGT";

  @Option(
      names = LIMIT,
      paramLabel = "BYTES",
      converter = Bytes.class,
      description =
          "Take no more of the device's memory, as 268435456, 256M or 2G (K, M, G, T are powers of"
              + " 1024): batches are computed in parts where they need more (default: all it has). --verbose"
              + " prints what the run takes.")
  Long limit;

  /** Reads the option. */
  static final class Bytes implements CommandLine.ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return parse(text);
    }
  }

  /** The most bytes to be taken, if there is a limit. */
  public OptionalLong limit() {
    return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /**
   * From {@code 268435456}, {@code 256M} or {@code 0.25GiB}.
   *
   * @throws CommandLine.TypeConversionException if it is no number of bytes, or none at all
   */
  static long parse(String text) {
    Matcher matcher = BYTES.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw refused(text);
    }
    int power = matcher.group(2) == null ? 0 : 1 + UNITS.indexOf(matcher.group(2));
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    if (bytes.compareTo(BigDecimal.ONE) < 0
        || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw refused(text);
    }
    return bytes.longValue();
  }

  private static CommandLine.TypeConversionException refused(String text) {
    return new CommandLine.TypeConversionException(
        "'" + text + "' is no amount of memory, expected bytes as 268435456, 256M or 2GiB");
  }

  /** Puts the option into a configuration, in bytes. */
  public void describe(Map<String, Object> options) {
    options.put("memory_limit", limit);
  }
}
