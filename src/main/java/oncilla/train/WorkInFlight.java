package oncilla.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import oncilla.backend.Marker;

/**
 * Keeps submitted work within about {@value #LIMIT_NANOS} ns: a device always has something to do,
 * and a stop or a progress line is never far behind.
 *
 * <p>Steps are grouped into intervals with one marker behind each. While one interval is being
 * submitted, at most the one before it may still be running; so two intervals are in flight, and
 * each is meant to take half of the limit. The number of steps of an interval follows the measured
 * time between two markers, at most doubling at a time: a step of a microsecond ends up with a
 * marker every 25,000 steps, a step of 30 ms with one each.
 */
final class WorkInFlight implements AutoCloseable {
  /** The most work meant to be in flight. */
  static final long LIMIT_NANOS = 50_000_000;

  private static final long INTERVAL_NANOS = LIMIT_NANOS / 2;

  private final Supplier<Marker> marks;
  private final LongSupplier nanoClock;
  private final Deque<Interval> pending = new ArrayDeque<>();
  private long stepsPerInterval = 1;
  private long stepsSubmitted;
  private long lastPassed;
  private boolean hasPassed;

  /** Steps with a marker behind them. */
  private record Interval(Marker end, long steps) {}

  /**
   * Starts with nothing in flight.
   *
   * @param marks makes a marker behind the work submitted so far
   * @param nanoClock as {@link System#nanoTime}
   */
  WorkInFlight(Supplier<Marker> marks, LongSupplier nanoClock) {
    this.marks = marks;
    this.nanoClock = nanoClock;
  }

  /** A step was submitted; waits if too much is in flight. */
  void submitted() {
    stepsSubmitted++;
    if (stepsSubmitted < stepsPerInterval) {
      return;
    }
    pending.add(new Interval(marks.get(), stepsSubmitted));
    stepsSubmitted = 0;
    if (pending.size() > 1) {
      Interval oldest = pending.remove();
      try (Marker end = oldest.end()) {
        end.await();
      }
      adapt(oldest.steps());
    }
  }

  /** Everything submitted is done, because something was read. */
  void drained() {
    close();
    stepsSubmitted = 0;
    hasPassed = false;
  }

  /** Steps between two markers now. */
  long stepsPerInterval() {
    return stepsPerInterval;
  }

  @Override
  public void close() {
    while (!pending.isEmpty()) {
      pending.remove().end().close();
    }
  }

  /** An interval of {@code steps} ended just now, and the one before it when this was last so. */
  private void adapt(long steps) {
    long now = nanoClock.getAsLong();
    if (hasPassed) {
      double taken = Math.max(1, now - lastPassed);
      double wanted = steps * (INTERVAL_NANOS / taken);
      stepsPerInterval = Math.round(Math.max(1, Math.min(wanted, 2.0 * steps)));
    }
    lastPassed = now;
    hasPassed = true;
  }
}
