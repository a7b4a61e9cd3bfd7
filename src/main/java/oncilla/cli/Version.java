package oncilla.cli;

import oncilla.base.BuildVersion;
import picocli.CommandLine;

/** The version this program was built as. */
final class Version implements CommandLine.IVersionProvider {
  static String current() {
    return BuildVersion.current();
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
