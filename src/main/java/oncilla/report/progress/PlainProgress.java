package oncilla.report.progress;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingListener.ValidationPoint;

/** Shows the progress of a run as a line for every cost, for logs and pipes. */
public final class PlainProgress implements TrainingListener {
  private final PrintStream out;
  private final LongSupplier nanoseconds;
  private Pace pace = new Pace();
  private long total;

  /**
   * Prints to {@code out}.
   *
   * @param nanoseconds a clock, such as {@code System::nanoTime}
   */
  public PlainProgress(PrintStream out, LongSupplier nanoseconds) {
    this.out = out;
    this.nanoseconds = nanoseconds;
  }

  @Override
  public void started(TrainingRun run) {
    pace = new Pace();
    total = run.iterations();
  }

  @Override
  public void progress(long iterations) {
    pace.report(nanoseconds.getAsLong() * 1e-9, iterations);
  }

  @Override
  public void cost(long iteration, double cost, double dataCost) {
    int width = Long.toString(total).length();
    String line =
        String.format(
            Locale.ROOT, "iteration %" + width + "d/%d  cost %.6f", iteration, total, cost);
    if (cost != dataCost) {
      line += String.format(Locale.ROOT, "  data cost %.6f", dataCost);
    }
    String text = pace.text(total);
    out.println(text.isEmpty() ? line : line + "  " + text);
  }

  @Override
  public void validated(ValidationPoint point) {
    int width = Long.toString(total).length();
    out.println(
        String.format(
            Locale.ROOT,
            "iteration %" + width + "d/%d  validation cost %.6f, %.1f %% right%s",
            point.iteration(),
            total,
            point.dataCost(),
            100 * point.accuracy(),
            point.isLowest() ? ", the lowest so far" : ""));
  }

  @Override
  public void stopped(long iterations) {
    total = iterations;
  }

  @Override
  public void finished(double seconds) {
    out.println(
        total
            + " iterations in "
            + String.format(Locale.ROOT, "%.1f s", seconds)
            + (seconds > 0 ? ", " + Pace.rateText(total / seconds) : ""));
  }
}
