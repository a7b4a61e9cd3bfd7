package oncilla.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Lines for people, on standard error; none with {@code --quiet}. */
final class Messages {
  private final PrintWriter err;
  private final boolean quiet;

  Messages(PrintWriter err, boolean quiet) {
    this.err = err;
    this.quiet = quiet;
  }

  /** Says how things are. */
  void say(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** Warns. */
  void warn(String line) {
    say("warning: " + line);
  }

  /** Takes warnings from readers. */
  Consumer<String> warnings() {
    return this::warn;
  }
}
