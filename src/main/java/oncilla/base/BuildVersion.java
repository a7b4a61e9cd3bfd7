package oncilla.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version this program was built as. */
public final class BuildVersion {
  private BuildVersion() {}

  /** The version, such as {@code 0.1.0}. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream stream = BuildVersion.class.getResourceAsStream("version.properties")) {
      properties.load(stream);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    return properties.getProperty("version");
  }
}
