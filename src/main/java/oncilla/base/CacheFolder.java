package oncilla.base;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where this user keeps what a program can make again: everything of Oncilla's lies in one folder
 * there, which may be deleted at any time.
 */
public final class CacheFolder {
  private CacheFolder() {}

  /** The folder {@code oncilla} for this process, which need not exist; empty without a home. */
  public static Optional<Path> ofUser() {
    return of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"));
  }

  /**
   * The folder for an environment: below {@code XDG_CACHE_HOME}, on Windows below {@code
   * LOCALAPPDATA}, else below {@code .cache} in the home directory. A base that is not an absolute
   * path counts as not given, as the specification of the first has it (a container without a user
   * has the home directory {@code ?}). Source: XDG Base Directory Specification 0.8.
   */
  static Optional<Path> of(Map<String, String> environment, String osName, String home) {
    boolean windows = osName.toLowerCase(Locale.ROOT).startsWith("windows");
    return absolute(environment.get("XDG_CACHE_HOME"))
        .or(() -> windows ? absolute(environment.get("LOCALAPPDATA")) : Optional.empty())
        .or(() -> absolute(home).map(path -> path.resolve(".cache")))
        .map(path -> path.resolve("oncilla"));
  }

  private static Optional<Path> absolute(String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }
}
