package oncilla.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Properties;
import oncilla.io.AtomicFile;
import oncilla.report.OutputException;

/**
 * What {@code devices --check} found to hold, in a file of the user's cache folder. A file that
 * cannot be read only means that the check runs again.
 */
final class VerdictCache {
  private final Path file;
  private final Properties verdicts;

  private VerdictCache(Path file, Properties verdicts) {
    this.file = file;
    this.verdicts = verdicts;
  }

  static VerdictCache open() {
    String folder = System.getenv("XDG_CACHE_HOME");
    Path base =
        folder != null && !folder.isBlank()
            ? Path.of(folder)
            : Path.of(System.getProperty("user.home"), ".cache");
    return open(base.resolve("oncilla").resolve("checked-devices.properties"));
  }

  static VerdictCache open(Path file) {
    Properties verdicts = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        verdicts.load(reader);
      } catch (IOException | IllegalArgumentException damaged) {
        verdicts.clear();
      }
    }
    return new VerdictCache(file, verdicts);
  }

  /** The day on which {@code key} held, if it did. */
  Optional<String> heldOn(String key) {
    return Optional.ofNullable(verdicts.getProperty(key));
  }

  /** Notes that {@code key} holds today. */
  void remember(String key) {
    verdicts.setProperty(key, LocalDate.now(ZoneOffset.UTC).toString());
    StringWriter text = new StringWriter();
    try {
      verdicts.store(text, "devices that computed like the reference");
      Files.createDirectories(file.getParent());
      AtomicFile.writeText(file, text.toString());
    } catch (IOException cause) {
      throw new OutputException(file + ": cannot be written", cause);
    }
  }
}
