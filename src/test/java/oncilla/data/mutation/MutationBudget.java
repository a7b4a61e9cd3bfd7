package oncilla.data.mutation;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oncilla.Requirements;

/**
 * Which files are tried, from properties of the JVM: {@code oncilla.fuzz.seed}, by default the
 * date; {@code oncilla.fuzz.count} files, a million with the long list, or else as many as a minute
 * has time for; {@code oncilla.fuzz.kinds}, all unless some are named; {@code oncilla.fuzz.first},
 * the number of the first file of each kind, from 0.
 *
 * @param seed what the files follow from
 * @param first number of the first file
 * @param count files of all kinds; negative for a minute
 * @param kinds names, empty for all
 */
record MutationBudget(long seed, long first, long count, List<String> kinds) {
  private static final long MILLION = 1_000_000;

  /** By the properties. */
  static MutationBudget ofProperties() {
    return new MutationBudget(
        Long.getLong("oncilla.fuzz.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay()),
        Long.getLong("oncilla.fuzz.first", 0),
        Long.getLong("oncilla.fuzz.count", Requirements.full() ? MILLION : -1),
        System.getProperty("oncilla.fuzz.kinds", "").isBlank()
            ? List.of()
            : List.of(System.getProperty("oncilla.fuzz.kinds").split(",")));
  }

  /** The kinds to try. */
  List<FileKind> chosen() {
    List<FileKind> all = FileKind.all();
    List<FileKind> chosen =
        all.stream().filter(kind -> kinds.isEmpty() || kinds.contains(kind.name())).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "oncilla.fuzz.kinds names none of " + all.stream().map(FileKind::name).toList());
    }
    return chosen;
  }

  /** Whether one more is to be tried after so many, begun at that {@link System#nanoTime}. */
  boolean goesOn(long tried, long start) {
    return count >= 0 ? tried < count : System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1);
  }
}
