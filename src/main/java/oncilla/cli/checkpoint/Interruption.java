package oncilla.cli.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import oncilla.cli.console.Signals;

/**
 * Ctrl-C, or another signal that asks a process to end: the first is taken note of, so that a run
 * can finish its step and keep what it has; a second one ends the process at once.
 */
public final class Interruption implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  /** What shells add to the number of the signal that ended a program. */
  private static final int EXIT_CODE = 128;

  private final AtomicInteger heard = new AtomicInteger();
  private final Runnable first;
  private final List<Runnable> undo = new ArrayList<>();

  private Interruption(Runnable first) {
    this.first = first;
  }

  /**
   * Begins to listen.
   *
   * @param first is run at the first signal, in a thread of its own
   */
  public static Interruption listen(Runnable first) {
    Interruption interruption = new Interruption(first);
    for (String name : SIGNALS) {
      Signals.hear(name, interruption::hear).ifPresent(interruption.undo::add);
    }
    return interruption;
  }

  private void hear(int number) {
    if (!heard.compareAndSet(0, number)) {
      Runtime.getRuntime().halt(EXIT_CODE + number);
    }
    first.run();
  }

  /** Whether the run is to stop. */
  public boolean isRequested() {
    return heard.get() != 0;
  }

  /** The exit code of a run that was stopped: 130 for Ctrl-C, 143 for SIGTERM. */
  public OptionalInt exitCode() {
    return isRequested() ? OptionalInt.of(EXIT_CODE + heard.get()) : OptionalInt.empty();
  }

  @Override
  public void close() {
    stopListening();
  }

  /** Makes signals again what they were. */
  public void stopListening() {
    undo.forEach(Runnable::run);
    undo.clear();
  }
}
