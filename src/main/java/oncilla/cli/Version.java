package oncilla.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;

/** The version this program was built as. */
final class Version implements CommandLine.IVersionProvider {
  static String current() {
    Properties properties = new Properties();
    try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
      properties.load(stream);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    return properties.getProperty("version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "oncilla " + current(),
      "Java " + System.getProperty("java.version"),
      System.getProperty("os.name")
    };
  }
}
