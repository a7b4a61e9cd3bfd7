package oncilla.cli.tune;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.backend.tuning.TuningProgress;
import oncilla.backend.tuning.TuningRow;

/**
 * Says on standard error what {@code tune} does: a line for each kind of product, each improvement
 * and each candidate that is not right; on a terminal also what is being tried, in a line that the
 * next one replaces.
 */
final class TuneProgress implements TuningProgress, AutoCloseable {
  private static final int WIDTH = 79;

  private final PrintWriter err;
  private final boolean interactive;
  private final Consumer<String> file;
  private double gain = 1;
  private boolean lineOpen;

  /**
   * Prints to {@code err}.
   *
   * @param interactive whether a line can be drawn over
   * @param file takes the text of the tuning file each time it changes
   */
  TuneProgress(PrintWriter err, boolean interactive, Consumer<String> file) {
    this.err = err;
    this.interactive = interactive;
    this.file = file;
  }

  @Override
  public void started(String product, int number, int of, String start, double gflops) {
    gain = 1;
    say("%d/%d %s: %s, %.1f GFLOP/s", number, of, product, start, gflops);
  }

  @Override
  public void trying(String candidate) {
    if (interactive) {
      String line =
          String.format(Locale.ROOT, "  best %.2fx of the start; trying %s", gain, candidate);
      clear();
      err.print(line.substring(0, Math.min(line.length(), WIDTH)));
      err.flush();
      lineOpen = true;
    }
  }

  @Override
  public void tried(String candidate, TuningOutcome outcome, String explanation, double nowGain) {
    gain = nowGain;
    switch (outcome) {
      case BETTER -> say("  %.2fx of the start: %s", gain, candidate);
      case WRONG -> say("  wrong, left out: %s: %s", candidate, explanation);
      case FAILED -> say("  failed, left out: %s: %s", candidate, explanation);
      case NOT_BETTER, UNMEASURED -> clear();
    }
  }

  @Override
  public void decided(TuningRow row, String text) {
    file.accept(text);
    say(
        "  %.2fx after %d candidates",
        row.gain(), row.outcomes().values().stream().mapToInt(Integer::intValue).sum());
  }

  private void say(String format, Object... values) {
    clear();
    err.println(String.format(Locale.ROOT, format, values));
  }

  private void clear() {
    if (lineOpen) {
      err.print('\r' + " ".repeat(WIDTH) + '\r');
      lineOpen = false;
    }
  }

  /** Leaves no half line behind. */
  @Override
  public void close() {
    clear();
    err.flush();
  }
}
