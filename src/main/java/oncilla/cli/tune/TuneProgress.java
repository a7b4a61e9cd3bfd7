package oncilla.cli.tune;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalInt;
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
  private final PrintWriter err;
  private final OptionalInt columns;
  private final Consumer<String> file;
  private double gain = 1;

  /** Columns that the line which is drawn over takes now. */
  private int drawn;

  /**
   * Prints to {@code err}.
   *
   * @param columns of the terminal that is {@code err}; empty where a line cannot be drawn over
   * @param file takes the text of the tuning file each time it changes
   */
  TuneProgress(PrintWriter err, OptionalInt columns, Consumer<String> file) {
    this.err = err;
    this.columns = columns;
    this.file = file;
  }

  @Override
  public void started(String product, int number, int of, String start, double gflops) {
    gain = 1;
    say("%d/%d %s: %s, %.1f GFLOP/s", number, of, product, start, gflops);
  }

  @Override
  public void trying(String candidate) {
    if (columns.isPresent()) {
      String line =
          String.format(Locale.ROOT, "  best %.2fx of the start; trying %s", gain, candidate);
      clear();
      String fitting = line.substring(0, Math.min(line.length(), columns.getAsInt() - 1));
      err.print(fitting);
      err.flush();
      drawn = fitting.length();
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
    if (drawn > 0) {
      err.print('\r' + " ".repeat(drawn) + '\r');
      drawn = 0;
    }
  }

  /** Leaves no half line behind. */
  @Override
  public void close() {
    clear();
    err.flush();
  }
}
