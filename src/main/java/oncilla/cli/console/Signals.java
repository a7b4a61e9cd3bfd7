package oncilla.cli.console;

import java.util.Optional;
import java.util.function.IntConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals that end a process, such as those of Ctrl-C and of {@code kill}. Java has no other
 * way to hear of one and go on, and the compiler warns of this one whatever is said against it: so
 * this file is compiled apart, where a warning is no error, and knows no other.
 */
public final class Signals {
  /** What shells add to the number of the signal that ended a program. */
  private static final int ENDED_BY = 128;

  private Signals() {}

  /**
   * Hears a signal instead of ending.
   *
   * @param name without SIG, such as {@code INT}
   * @param handler is told the signal's number, in a thread of its own
   * @return what undoes it: the signal ends the process again, with 128 and its number; empty where
   *     it is ignored ({@code nohup}), the system has no such signal, or Java was told to leave it
   *     alone ({@code -Xrs})
   */
  public static Optional<Runnable> hear(String name, IntConsumer handler) {
    try {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, heard -> handler.accept(heard.getNumber()));
      if (SignalHandler.SIG_IGN.equals(before)) {
        Signal.handle(signal, SignalHandler.SIG_IGN);
        return Optional.empty();
      }
      return Optional.of(() -> Signal.handle(signal, Signals::end));
    } catch (IllegalArgumentException notHere) {
      return Optional.empty();
    }
  }

  /**
   * As Java itself ends. What was there before cannot be put back: it may be a native library's, as
   * the compiler of a CPU device has one, of which Java keeps no handler to give back later.
   */
  private static void end(Signal signal) {
    Runtime.getRuntime().exit(ENDED_BY + signal.getNumber());
  }

  /** Sends a signal to this process. */
  public static void raise(String name) {
    Signal.raise(new Signal(name));
  }
}
