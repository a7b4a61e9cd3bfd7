package oncilla.backend.opencl.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import oncilla.backend.Plan;

/** Times the candidates of a {@link CandidateRunner}, one alone or two in turns. */
final class CandidateTimer {
  /** Rounds of a paired timing, odd so that the median is one of them. */
  static final int ROUNDS = 7;

  /** Rounds of a paired timing that the faster candidate may lose to noise. */
  static final int MOST_LOST = 2;

  /** What a candidate must gain to be the best: less would be noise. */
  static final double LEAST_GAIN = 1.03;

  /**
   * How many times as fast a candidate must be at each extent alone. A variant that gains on the
   * whole and loses much at one extent is a cliff for products like that one.
   */
  static final double LEAST_ANYWHERE = 0.92;

  /** Seconds of a sample: long against the cost of waiting, short against other load. */
  private static final double SAMPLE_SECONDS = 0.004;

  /** Runs of a sample, however short one is: the queue must not grow without bound. */
  private static final double MOST_RUNS = 1000;

  private static final double NANOS = 1e9;

  private final CandidateRunner runner;
  private final int extents;
  private final LongSupplier nanoClock;

  /**
   * Times what {@code runner} records.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  CandidateTimer(CandidateRunner runner, LongSupplier nanoClock) {
    this.runner = runner;
    this.extents = runner.dims().size();
    this.nanoClock = nanoClock;
  }

  /**
   * The result of timing two candidates in turns.
   *
   * @param gain median over the rounds of how many times as fast the first candidate was
   * @param weakest the same at the extent where it was least, from the medians of the times
   * @param lost rounds in which the second candidate was faster
   * @param rounds how many rounds there were
   */
  record PairedTiming(double gain, double weakest, int lost, int rounds) {
    /** Whether the first candidate is to replace the second. */
    boolean isWon() {
      return rounds == ROUNDS && gain >= LEAST_GAIN && lost <= MOST_LOST && isEven();
    }

    /** Whether the first candidate is not much slower at any extent. */
    boolean isEven() {
      return weakest >= LEAST_ANYWHERE;
    }
  }

  /** How many runs a sample of {@code candidate} at an extent consists of. */
  int runs(CandidateRunner.Candidate candidate, int extent) {
    // The first run after a change of program may still generate code.
    sample(candidate, extent, 1);
    double once = Math.max(1e-9, sample(candidate, extent, 1));
    return (int) Math.min(MOST_RUNS, Math.max(1, Math.ceil(SAMPLE_SECONDS / once)));
  }

  /** Seconds of one run, as the mean of {@code runs}. */
  double sample(CandidateRunner.Candidate candidate, int extent, int runs) {
    Plan plan = candidate.plan(extent);
    runner.synchronize();
    long before = nanoClock.getAsLong();
    for (int i = 0; i < runs; i++) {
      plan.run();
    }
    runner.synchronize();
    return (nanoClock.getAsLong() - before) / NANOS / runs;
  }

  /** Times two candidates in turns, through all rounds. */
  PairedTiming inTurns(CandidateRunner.Candidate one, CandidateRunner.Candidate other, int[] runs) {
    return inTurns(one, other, runs, null);
  }

  /**
   * Times two candidates in turns until all rounds are over, the first candidate has lost too many
   * or the time is up. Both candidates keep the medians of their times.
   *
   * @param runs of a sample, for each extent
   * @param deadline {@code null} to go through all rounds
   */
  PairedTiming inTurns(
      CandidateRunner.Candidate one,
      CandidateRunner.Candidate other,
      int[] runs,
      Deadline deadline) {
    List<Double> gains = new ArrayList<>();
    double[][][] times = new double[2][extents][ROUNDS];
    int lost = 0;
    for (int round = 0; round < ROUNDS; round++) {
      if (deadline != null && (lost > MOST_LOST || deadline.passed())) {
        break;
      }
      double logGain = 0;
      for (int i = 0; i < extents; i++) {
        boolean first = round % 2 == 0;
        double before = sample(first ? one : other, i, runs[i]);
        double after = sample(first ? other : one, i, runs[i]);
        times[0][i][round] = first ? before : after;
        times[1][i][round] = first ? after : before;
        logGain += Math.log(times[1][i][round] / times[0][i][round]) / extents;
      }
      lost += logGain <= 0 ? 1 : 0;
      gains.add(Math.exp(logGain));
    }
    int rounds = gains.size();
    double weakest = rounds == 0 ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < extents && rounds > 0; i++) {
      one.measured(i, median(Arrays.copyOf(times[0][i], rounds)));
      other.measured(i, median(Arrays.copyOf(times[1][i], rounds)));
      weakest = Math.min(weakest, other.seconds(i) / one.seconds(i));
    }
    double gain =
        rounds == 0 ? 0 : median(gains.stream().mapToDouble(Double::doubleValue).toArray());
    return new PairedTiming(gain, weakest, lost, rounds);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
