package oncilla.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import oncilla.backend.Backend;

/**
 * Keeps the work that a device has been given and has not done within about {@value #LIMIT_NANOS}
 * ns: the device always has something to do, and a stop or a progress line never waits long.
 *
 * <p>Steps are grouped into intervals with one marker behind each. While one interval is being
 * submitted, at most the one before it may still be running; so two intervals are in flight, and
 * each is meant to take half of the limit. The number of steps of an interval follows the measured
 * time between two markers, at most doubling at a time: a step of a microsecond ends up with a
 * marker every 25,000 steps, a step of 30 ms with one each.
 */
final class InFlightLimit implements AutoCloseable {
  /** The most work meant to be in flight. */
  static final long LIMIT_NANOS = 50_000_000;

  private static final long INTERVAL_NANOS = LIMIT_NANOS / 2;

  private final Supplier<Backend.Marker> marks;
  private final LongSupplier nanoClock;
  private final Deque<Interval> pending = new ArrayDeque<>();
  private long stepsPerInterval = 1;
  private long stepsSubmitted;
  private long passedMarkerAt;
  private boolean hasPassedMarker;

  /** Steps with a marker behind them. */
  private record Interval(Backend.Marker end, long steps) {}

  /**
   * Starts with nothing in flight.
   *
   * @param marks makes a marker behind the work submitted so far
   * @param nanoClock as {@link System#nanoTime}
   */
  InFlightLimit(Supplier<Backend.Marker> marks, LongSupplier nanoClock) {
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
      try (Backend.Marker end = oldest.end()) {
        end.await();
      }
      adapt(oldest.steps());
    }
  }

  /** Everything submitted is done, because something was read. */
  void drained() {
    close();
    stepsSubmitted = 0;
    hasPassedMarker = false;
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

  /**
   * Sets the number of steps of the next interval from how long an interval took: its steps, times
   * half of the limit over that time. Called when the device has passed the marker behind an
   * interval; the time is that since the marker before it was passed. Behind the first marker after
   * {@link #drained} there is no such time, and the number stays.
   *
   * @param steps steps of the interval whose marker was passed
   */
  private void adapt(long steps) {
    long now = nanoClock.getAsLong();
    if (hasPassedMarker) {
      double taken = Math.max(1, now - passedMarkerAt);
      double wanted = steps * (INTERVAL_NANOS / taken);
      stepsPerInterval = Math.round(Math.max(1, Math.min(wanted, 2.0 * steps)));
    }
    passedMarkerAt = now;
    hasPassedMarker = true;
  }
}
