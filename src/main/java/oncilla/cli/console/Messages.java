package oncilla.cli.console;

import java.io.PrintWriter;
import java.util.function.Consumer;
import oncilla.base.Message;
import oncilla.data.Notices;

/** Lines for people, on standard error; none with {@code --quiet}. */
public final class Messages {
  private final PrintWriter err;
  private final boolean quiet;

  /** Messages that are printed on {@code err}, unless {@code quiet}. */
  public Messages(PrintWriter err, boolean quiet) {
    this.err = err;
    this.quiet = quiet;
  }

  /** Says how things are. */
  public void say(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /** Warns. */
  public void warn(String line) {
    say("warning: " + line);
  }

  /** Takes what readers have to tell. */
  public Notices notices() {
    return new Notices() {
      @Override
      public void say(Message line) {
        Messages.this.say(Wording.of(line));
      }

      @Override
      public void warn(Message line) {
        Messages.this.warn(Wording.of(line));
      }
    };
  }

  /** Takes warnings from readers. */
  public Consumer<String> warnings() {
    return this::warn;
  }
}
