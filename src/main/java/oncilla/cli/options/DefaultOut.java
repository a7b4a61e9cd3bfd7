package oncilla.cli.options;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import oncilla.report.OutputException;
import oncilla.report.run.RunDirectory;

/** Where files go when nobody says where. */
public final class DefaultOut {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  private DefaultOut() {}

  /**
   * Takes the folder {@code out}; without one a new folder {@code runs/<prefix><UTC time>}.
   *
   * @param out what the user named, or null
   * @throws OutputException if it cannot be used
   */
  public static RunDirectory take(Path out, String prefix) {
    return take(out, prefix, "");
  }

  /**
   * Takes the folder {@code out}; without one a new folder {@code runs/<UTC time>-<name>}.
   *
   * @param out what the user named, or null
   * @throws OutputException if it cannot be used
   */
  public static RunDirectory takeNamed(Path out, String name) {
    return take(out, "", "-" + name);
  }

  private static RunDirectory take(Path out, String prefix, String suffix) {
    return out == null
        ? RunDirectory.createNew(Path.of("runs", prefix + STAMP.format(Instant.now()) + suffix))
        : RunDirectory.create(out);
  }
}
