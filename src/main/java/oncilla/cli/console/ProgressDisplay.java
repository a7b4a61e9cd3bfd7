package oncilla.cli.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import oncilla.report.progress.LiveProgress;
import oncilla.report.progress.PlainProgress;
import oncilla.train.TrainingListener;

/** Shows how far training is, on standard error. */
public enum ProgressDisplay {
  /** Not at all. */
  NONE,
  /** One live line on a terminal, else nothing. */
  LIVE_ONLY,
  /** One live line on a terminal, else a line for every cost. */
  LIVE_OR_LINES;

  /** Trains, with the display behind the given listeners. */
  public <T> T show(
      List<TrainingListener> listeners, Function<List<TrainingListener>, T> training) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    PrintStream terminal = System.err;
    OptionalInt columns = this == NONE ? OptionalInt.empty() : Terminal.errorColumns();
    if (columns.isPresent()) {
      try (LiveProgress live = new LiveProgress(terminal, columns.getAsInt(), System::nanoTime)) {
        all.add(live);
        return training.apply(all);
      }
    }
    if (this == LIVE_OR_LINES) {
      all.add(new PlainProgress(terminal, System::nanoTime));
    }
    return training.apply(all);
  }
}
