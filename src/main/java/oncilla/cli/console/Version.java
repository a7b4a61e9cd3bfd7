package oncilla.cli.console;

import oncilla.base.BuildVersion;
import picocli.CommandLine;

/** The version this program was built as. */
public final class Version implements CommandLine.IVersionProvider {
  /** The version as the build wrote it. */
  public static String current() {
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
