package oncilla.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether standard error is a terminal, where a line can be drawn over. */
public final class Terminal {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /**
   * Java tells only whether standard input and output are a terminal, so on Linux the open file
   * itself is looked at; elsewhere a console is taken for a yes.
   */
  public static boolean isInteractive() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    if (!Files.exists(STANDARD_ERROR)) {
      return System.console() != null;
    }
    try {
      String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException unknown) {
      return System.console() != null;
    }
  }
}
