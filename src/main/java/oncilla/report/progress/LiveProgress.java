package oncilla.report.progress;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.TrainingRun;

/**
 * Shows the progress of a run on one line of a terminal, drawn over and over: a bar, iteration,
 * cost, rate and time left. It has no thread of its own: it draws when told of progress, at most
 * ten times a second.
 */
public final class LiveProgress implements TrainingListener, AutoCloseable {
  private static final double REDRAW_SECONDS = 0.1;
  private static final int BAR_CELLS = 16;

  /** Lines stay within the narrowest usual terminal, because a wrapped line cannot be redrawn. */
  private static final int COLUMNS = 79;

  private final PrintStream out;
  private final LongSupplier nanoseconds;
  private Pace pace = new Pace();
  private long total;
  private long done;
  private double cost = Double.NaN;
  private double lastDrawn;
  private int drawnWidth;

  /**
   * Draws on {@code out}.
   *
   * @param nanoseconds a clock, such as {@code System::nanoTime}
   */
  public LiveProgress(PrintStream out, LongSupplier nanoseconds) {
    this.out = out;
    this.nanoseconds = nanoseconds;
  }

  @Override
  public void started(TrainingRun run) {
    pace = new Pace();
    total = run.iterations();
    done = 0;
    cost = Double.NaN;
    draw(pace.text(total));
  }

  @Override
  public void cost(long iteration, double newCost, double dataCost) {
    cost = newCost;
    drawIfDue();
  }

  @Override
  public void progress(long iterations) {
    done = iterations;
    pace.report(now(), iterations);
    drawIfDue();
  }

  @Override
  public void finished(double seconds) {
    done = total;
    draw(
        String.format(Locale.ROOT, "%.1f s", seconds)
            + (seconds > 0 ? ", " + Pace.rateText(total / seconds) : ""));
    close();
  }

  /** Ends the line, so that what follows does not run into it. */
  @Override
  public void close() {
    if (drawnWidth > 0) {
      out.println();
      out.flush();
      drawnWidth = 0;
    }
  }

  private double now() {
    return nanoseconds.getAsLong() * 1e-9;
  }

  private void drawIfDue() {
    if (now() - lastDrawn >= REDRAW_SECONDS) {
      draw(pace.text(total));
    }
  }

  private void draw(String ending) {
    int cells = total == 0 ? BAR_CELLS : (int) (BAR_CELLS * done / total);
    int width = Long.toString(total).length();
    StringBuilder line = new StringBuilder();
    line.append('[').append("#".repeat(cells)).append(".".repeat(BAR_CELLS - cells)).append("] ");
    line.append(String.format(Locale.ROOT, "%" + width + "d/%d", done, total));
    if (!Double.isNaN(cost)) {
      line.append(String.format(Locale.ROOT, "  cost %.6f", cost));
    }
    if (!ending.isEmpty()) {
      line.append("  ").append(ending);
    }
    line.setLength(Math.min(line.length(), COLUMNS));
    String text = line.toString();
    out.print("\r" + text + " ".repeat(Math.max(0, drawnWidth - text.length())));
    out.flush();
    drawnWidth = text.length();
    lastDrawn = now();
  }
}
