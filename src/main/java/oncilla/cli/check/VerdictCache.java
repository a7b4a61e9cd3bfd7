package oncilla.cli.check;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import oncilla.base.CacheFolder;
import oncilla.io.AtomicFile;
import oncilla.report.OutputException;

/**
 * What {@code devices --check} found to hold, in a file of the user's cache folder. A file that
 * cannot be read, or a user without such a folder, only means that the check runs again.
 */
final class VerdictCache {
  private final Optional<Path> file;
  private final Properties verdicts;

  private VerdictCache(Optional<Path> file, Properties verdicts) {
    this.file = file;
    this.verdicts = verdicts;
  }

  static VerdictCache open() {
    return CacheFolder.ofUser()
        .map(folder -> open(folder.resolve("checked-devices.properties")))
        .orElseGet(() -> new VerdictCache(Optional.empty(), new Properties()));
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
    return new VerdictCache(Optional.of(file), verdicts);
  }

  /** The day on which {@code key} held, if it did. */
  Optional<String> heldOn(String key) {
    return Optional.ofNullable(verdicts.getProperty(key));
  }

  /** Notes that {@code key} holds today. */
  void remember(String key) {
    verdicts.setProperty(key, LocalDate.now(ZoneOffset.UTC).toString());
    file.ifPresent(this::write);
  }

  /** Forgets that {@code keys} held. */
  void forget(Collection<String> keys) {
    if (keys.stream().map(verdicts::remove).anyMatch(Objects::nonNull)) {
      file.ifPresent(this::write);
    }
  }

  private void write(Path target) {
    StringWriter text = new StringWriter();
    try {
      verdicts.store(text, "devices that computed like the reference");
      Files.createDirectories(target.getParent());
      AtomicFile.writeText(target, text.toString());
    } catch (IOException cause) {
      throw OutputException.cannotWrite(target, cause);
    }
  }
}
