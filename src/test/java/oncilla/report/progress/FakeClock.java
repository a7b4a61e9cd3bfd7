package oncilla.report.progress;

import java.util.function.LongSupplier;

/** A clock that goes when it is told to. */
final class FakeClock implements LongSupplier {
  private long nanoseconds = 5_000_000_000L;

  void advance(double seconds) {
    nanoseconds += Math.round(seconds * 1e9);
  }

  @Override
  public long getAsLong() {
    return nanoseconds;
  }
}
