package oncilla.summary;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tests that were not run, grouped by reason. Many invocations of one parameterised test with
 * one reason take one line, with their number.
 */
final class NotRun {
  private static final String ASSUMPTION = "Assumption failed: ";

  private final Map<String, Map<String, Long>> countsByReason = new TreeMap<>();

  /** Notes that {@code count} runs of {@code test} did not take place. */
  void add(String test, String reason, long count) {
    countsByReason
        .computeIfAbsent(firstLine(reason), unused -> new LinkedHashMap<>())
        .merge(test, count, Long::sum);
  }

  /** The number of tests that were not run. */
  long total() {
    return countsByReason.values().stream().mapToLong(NotRun::sum).sum();
  }

  /**
   * The summary, or the empty string where every test ran.
   *
   * @param execution which execution of the tests this was
   */
  String summary(String execution) {
    if (countsByReason.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append("Not run in %s: %d in all%n".formatted(execution, total()));
    countsByReason.forEach(
        (reason, counts) -> {
          text.append("  %s: %d%n".formatted(reason, sum(counts)));
          counts.forEach(
              (test, count) ->
                  text.append(
                      "    Not run: %s - %s%s%n"
                          .formatted(test, reason, count == 1 ? "" : " (" + count + " times)")));
        });
    return text.toString();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The first line, without the words that JUnit puts before the message of an assumption. */
  private static String firstLine(String reason) {
    return reason
        .lines()
        .map(String::strip)
        .map(line -> line.startsWith(ASSUMPTION) ? line.substring(ASSUMPTION.length()) : line)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("no reason given");
  }
}
