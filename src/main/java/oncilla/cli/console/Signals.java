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
  private Signals() {}

  /**
   * Hears a signal instead of ending.
   *
   * @param name without SIG, such as {@code INT}
   * @param handler is told the signal's number, in a thread of its own
   * @return what undoes it; empty where the system has no such signal, or Java was told to leave it
   *     alone ({@code -Xrs})
   */
  public static Optional<Runnable> hear(String name, IntConsumer handler) {
    try {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, heard -> handler.accept(heard.getNumber()));
      // A native library that sets handlers of its own, as the compiler of a CPU device does, may
      // have left none that Java knows.
      SignalHandler after = before == null ? SignalHandler.SIG_DFL : before;
      return Optional.of(() -> Signal.handle(signal, after));
    } catch (IllegalArgumentException notHere) {
      return Optional.empty();
    }
  }

  /** Sends a signal to this process. */
  public static void raise(String name) {
    Signal.raise(new Signal(name));
  }
}
