package oncilla.backend.opencl.tuning;

import java.util.function.LongSupplier;

/**
 * A point in time.
 *
 * @param nanoClock as {@link System#nanoTime}
 * @param at when it is reached, by that clock
 */
record Deadline(LongSupplier nanoClock, long at) {
  private static final double NANOS = 1e9;

  static Deadline in(double seconds, LongSupplier nanoClock) {
    return new Deadline(nanoClock, nanoClock.getAsLong() + (long) (seconds * NANOS));
  }

  boolean passed() {
    return secondsLeft() <= 0;
  }

  double secondsLeft() {
    return (at - nanoClock.getAsLong()) / NANOS;
  }

  /** An earlier deadline: after this part of the time that is left. */
  Deadline share(double part) {
    return in(Math.max(0, secondsLeft()) * part, nanoClock);
  }
}
