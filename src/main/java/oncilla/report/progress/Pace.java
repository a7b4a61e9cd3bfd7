package oncilla.report.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Measures the rate of a run in iterations per second, over the last seconds. The first step
 * compiles kernels, so time counts from the first report on, and there is no rate before half a
 * second has passed.
 */
final class Pace {
  private static final double WINDOW_SECONDS = 10;
  private static final double SAMPLE_SECONDS = 0.25;
  private static final double FIRST_CLAIM_SECONDS = 0.5;

  private record Sample(double seconds, long iterations) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private Sample newest = new Sample(0, 0);

  /** Takes note that {@code iterations} updates are done at {@code seconds} of some clock. */
  void report(double seconds, long iterations) {
    newest = new Sample(seconds, iterations);
    if (samples.isEmpty() || seconds - samples.getLast().seconds() >= SAMPLE_SECONDS) {
      samples.addLast(newest);
    }
    while (samples.size() > 2 && seconds - samples.getFirst().seconds() > WINDOW_SECONDS) {
      samples.removeFirst();
    }
  }

  /** Iterations per second, once there is a rate. */
  OptionalDouble rate() {
    if (samples.isEmpty()) {
      return OptionalDouble.empty();
    }
    double seconds = newest.seconds() - samples.getFirst().seconds();
    long iterations = newest.iterations() - samples.getFirst().iterations();
    return seconds < FIRST_CLAIM_SECONDS || iterations < 1
        ? OptionalDouble.empty()
        : OptionalDouble.of(iterations / seconds);
  }

  /** Rate and time left in words, such as {@code 85.2 it/s, 28 s left}; empty at the start. */
  String text(long total) {
    OptionalDouble rate = rate();
    if (rate.isEmpty()) {
      return "";
    }
    double left = Math.max(0, total - newest.iterations()) / rate.getAsDouble();
    return rateText(rate.getAsDouble()) + ", " + timeText(left) + " left";
  }

  static String rateText(double rate) {
    int digits = rate < 9.995 ? 2 : rate < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f it/s", rate);
  }

  static String timeText(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toMinutes() < 1) {
      return time.toSeconds() + " s";
    }
    if (time.toHours() < 1) {
      return String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%d:%02d h", time.toHours(), time.toMinutesPart());
  }
}
