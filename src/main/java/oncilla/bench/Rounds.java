package oncilla.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures the time of several subjects in turns. Each is first run for a quarter of its time,
 * which compiles kernels and Java code and tells how many runs back to back fill a sample. Then
 * every round takes one sample of each subject, in the opposite order in every second round, until
 * the time of all of them is used up.
 */
public final class Rounds {
  /** Fewest rounds, however long one takes. */
  public static final int FEWEST = 3;

  /** Most rounds, however short one is. */
  public static final int MOST = 400;

  private static final double WARM_UP_SHARE = 0.25;
  private static final double SAMPLE_SHARE = 0.04;
  private static final double NANOS = 1e9;

  private final double seconds;
  private final LongSupplier nanoClock;

  /**
   * Measures for about {@code seconds} each.
   *
   * @throws IllegalArgumentException if that is not positive and finite
   */
  public Rounds(double seconds) {
    this(seconds, System::nanoTime);
  }

  /** The same with another clock, as {@link System#nanoTime}. */
  Rounds(double seconds, LongSupplier nanoClock) {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "the seconds of a measurement must be positive and finite, not " + seconds);
    }
    this.seconds = seconds;
    this.nanoClock = nanoClock;
  }

  private record Sample(double seconds, double submitSeconds) {}

  /** Measures every subject; values at the same index are of the same round. */
  List<Samples> measure(List<Timed> subjects) {
    long[] runs = new long[subjects.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = warmUp(subjects.get(i));
    }
    List<List<Sample>> taken = new ArrayList<>();
    subjects.forEach(subject -> taken.add(new ArrayList<>()));
    double spent = 0;
    for (int round = 0;
        round < FEWEST || round < MOST && spent < seconds * subjects.size();
        round++) {
      for (int turn = 0; turn < runs.length; turn++) {
        int i = round % 2 == 0 ? turn : runs.length - 1 - turn;
        Sample sample = take(subjects.get(i), runs[i]);
        taken.get(i).add(sample);
        spent += sample.seconds();
      }
    }
    List<Samples> result = new ArrayList<>();
    for (int i = 0; i < runs.length; i++) {
      double perRun = 1.0 / runs[i];
      result.add(
          new Samples(
              taken.get(i).stream().mapToDouble(s -> s.seconds() * perRun).toArray(),
              taken.get(i).stream().mapToDouble(s -> s.submitSeconds() * perRun).toArray(),
              runs[i]));
    }
    return result;
  }

  /** Runs a subject for its share of the time, and says how many runs fill a sample. */
  private long warmUp(Timed subject) {
    // The first run compiles: it tells nothing about the others.
    take(subject, 1);
    long runs = 1;
    double spent = 0;
    while (true) {
      double taken = take(subject, runs).seconds();
      spent += taken;
      double wanted = seconds * SAMPLE_SHARE;
      if (taken < 0.7 * wanted) {
        runs = (long) Math.ceil(runs * Math.min(8, Math.max(1.5, wanted / Math.max(taken, 1e-9))));
      } else if (spent >= seconds * WARM_UP_SHARE) {
        return runs;
      }
    }
  }

  private Sample take(Timed subject, long runs) {
    long start = nanoClock.getAsLong();
    for (long run = 0; run < runs; run++) {
      subject.submit().run();
    }
    long submitted = nanoClock.getAsLong();
    subject.await().run();
    long end = nanoClock.getAsLong();
    return new Sample((end - start) / NANOS, (submitted - start) / NANOS);
  }
}
