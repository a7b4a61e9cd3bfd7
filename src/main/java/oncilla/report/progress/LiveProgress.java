package oncilla.report.progress;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingListener.ValidationPoint;

/**
 * Shows the progress of a run on one line of a terminal, drawn over and over: a bar, iteration,
 * cost, the cost on the validation set where there is one, rate and time left. It has no thread of
 * its own: it draws when told of progress, at most ten times a second.
 */
public final class LiveProgress implements TrainingListener, AutoCloseable {
  private static final double REDRAW_SECONDS = 0.1;
  private static final int BAR_CELLS = 16;

  /** What a wider terminal leaves free: there is no more to say. */
  private static final int WIDEST = 79;

  private final PrintStream out;
  private final int columns;
  private final LongSupplier nanoseconds;
  private Pace pace = new Pace();
  private long total;
  private long end;
  private long done;
  private double cost = Double.NaN;
  private double validationCost = Double.NaN;
  private double lastDrawn;
  private int drawnWidth;

  /**
   * Draws on {@code out}.
   *
   * @param terminalColumns of the terminal; a line stays below that, because a wrapped one cannot
   *     be drawn over. Where it is narrow the bar gets shorter, then what comes last is cut off.
   * @param nanoseconds a clock, such as {@code System::nanoTime}
   */
  public LiveProgress(PrintStream out, int terminalColumns, LongSupplier nanoseconds) {
    this.out = out;
    columns = Math.min(WIDEST, terminalColumns - 1);
    this.nanoseconds = nanoseconds;
  }

  @Override
  public void started(TrainingRun run) {
    pace = new Pace();
    total = run.iterations();
    end = total;
    done = 0;
    cost = Double.NaN;
    validationCost = Double.NaN;
    draw(pace.text(total));
  }

  @Override
  public void cost(long iteration, double newCost, double dataCost) {
    cost = newCost;
    drawIfDue();
  }

  @Override
  public void validated(ValidationPoint point) {
    validationCost = point.dataCost();
    drawIfDue();
  }

  /** The bar shows how far the run had got. */
  @Override
  public void stopped(long iterations) {
    end = iterations;
  }

  @Override
  public void progress(long iterations) {
    done = iterations;
    pace.report(now(), iterations);
    drawIfDue();
  }

  @Override
  public void finished(double seconds) {
    done = end;
    draw(
        String.format(Locale.ROOT, "%.1f s", seconds)
            + (seconds > 0 ? ", " + Pace.rateText(end / seconds) : ""));
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
    int width = Long.toString(total).length();
    StringBuilder words = new StringBuilder();
    words.append(String.format(Locale.ROOT, "%" + width + "d/%d", done, total));
    if (!Double.isNaN(cost)) {
      words.append(String.format(Locale.ROOT, "  cost %.6f", cost));
    }
    if (!Double.isNaN(validationCost)) {
      words.append(String.format(Locale.ROOT, "  validation %.6f", validationCost));
    }
    if (!ending.isEmpty()) {
      words.append("  ").append(ending);
    }
    StringBuilder line = new StringBuilder(bar(columns - words.length())).append(words);
    line.setLength(Math.min(line.length(), columns));
    String text = line.toString();
    out.print("\r" + text + " ".repeat(Math.max(0, drawnWidth - text.length())));
    out.flush();
    drawnWidth = text.length();
    lastDrawn = now();
  }

  /** The bar with its frame, in at most {@code room} columns; empty where that is too short. */
  private String bar(int room) {
    int cells = Math.min(BAR_CELLS, room - "[] ".length());
    if (cells < 1) {
      return "";
    }
    int full = total == 0 ? cells : (int) (cells * done / total);
    return "[" + "#".repeat(full) + ".".repeat(cells - full) + "] ";
  }
}
