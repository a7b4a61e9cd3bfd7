package oncilla.cli.options;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where files go when nobody says where. */
public final class DefaultOut {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

  private DefaultOut() {}

  /** {@code runs/<prefix><UTC time>}. */
  public static Path path(String prefix) {
    return Path.of("runs", prefix + STAMP.format(Instant.now()));
  }
}
