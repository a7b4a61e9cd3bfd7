package oncilla.backend.opencl.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.tuning.TuningSearch.Outcome;
import oncilla.backend.tuning.TuningOutcome;

/**
 * Compares variants for one kind of product, measured at a few extents, and keeps the fastest.
 *
 * <p>A candidate that is far slower in a first sample is not looked at any further. Any other one
 * must compute what the verified variant computed, which the device itself compares. Then it is
 * timed in turns with the best variant so far: each round takes one sample of both at every extent,
 * so that other load on the machine slows both down, and compares the geometric means of their
 * times. A candidate replaces the best variant if the median gain of the rounds is clear, if it was
 * faster in most rounds, if it is much slower at no extent, and if it is right: only then it is
 * verified by the reference, with awkward small extents and with an epilogue.
 *
 * <p>A failed launch may leave the device's context unusable, so the device is opened anew after a
 * failure.
 */
final class CandidateComparison implements TuningSearch.Comparison, AutoCloseable {
  /** A candidate that is so many times as fast in its first sample is not timed any further. */
  private static final double HOPELESS = 0.7;

  private static final double NANOS = 1e9;

  private final CandidateRunner runner;
  private final CandidateTimer timer;
  private final List<MatmulDims> dims;
  private CandidateRunner.Candidate start;
  private CandidateRunner.Candidate best;

  /** Of a sample of the best, at each extent. */
  private int[] runs;

  /**
   * Compares what {@code runner} runs.
   *
   * @param runner closed with this comparison
   * @param nanoClock as {@link System#nanoTime}
   */
  CandidateComparison(CandidateRunner runner, LongSupplier nanoClock) {
    this.runner = runner;
    this.timer = new CandidateTimer(runner, nanoClock);
    this.dims = runner.dims();
  }

  private void reopen(BackendException because) {
    runner.reopen(because);
    if (start != null) {
      CandidateRunner.Candidate oldStart = start;
      CandidateRunner.Candidate oldBest = best;
      start = runner.record(oldStart.variant());
      best = oldBest == oldStart ? start : runner.record(oldBest.variant());
      start.measuredAs(oldStart);
      best.measuredAs(oldBest);
      runner.keep(start);
    }
  }

  /**
   * Verifies and times the variant that is used so far; it is the best until a faster one is found.
   *
   * @return {@link TuningOutcome#BETTER} if it is right and can be the start
   */
  Outcome begin(MatmulVariant variant) {
    CandidateRunner.Candidate candidate;
    try {
      candidate = runner.record(variant);
      Optional<String> fault = runner.fault(candidate).or(() -> runner.epilogueFault(variant));
      if (fault.isPresent()) {
        candidate.close();
        return Outcome.untimed(TuningOutcome.WRONG, fault.get());
      }
      runner.keep(candidate);
      runs = runs(candidate);
      for (int i = 0; i < dims.size(); i++) {
        candidate.measured(i, timer.sample(candidate, i, runs[i]));
      }
    } catch (BackendException failure) {
      reopen(failure);
      return Outcome.untimed(TuningOutcome.FAILED, firstLine(failure));
    }
    start = candidate;
    best = candidate;
    return new Outcome(TuningOutcome.BETTER, "the start", 1);
  }

  @Override
  public Outcome compare(MatmulVariant variant, Deadline deadline) {
    try {
      CandidateRunner.Candidate candidate = runner.record(variant);
      Outcome outcome = judge(candidate, deadline);
      if (outcome.kind() != TuningOutcome.BETTER) {
        candidate.close();
        return outcome;
      }
      if (best != start) {
        best.close();
      }
      best = candidate;
      runs = runs(best);
      return outcome;
    } catch (BackendException failure) {
      reopen(failure);
      return Outcome.untimed(TuningOutcome.FAILED, firstLine(failure));
    }
  }

  /** From what is cheap to what is not: most candidates are slower, and need no more than that. */
  private Outcome judge(CandidateRunner.Candidate candidate, Deadline deadline) {
    double gain = firstGain(candidate);
    if (gain < HOPELESS) {
      return slower(gain);
    }
    Optional<String> difference = runner.difference(candidate);
    if (difference.isPresent()) {
      return Outcome.untimed(TuningOutcome.WRONG, difference.get());
    }
    Outcome outcome = time(candidate, deadline);
    if (outcome.kind() != TuningOutcome.BETTER) {
      return outcome;
    }
    return runner
        .fault(candidate)
        .or(() -> runner.epilogueFault(candidate.variant()))
        .map(fault -> Outcome.untimed(TuningOutcome.WRONG, fault))
        .orElse(outcome);
  }

  /**
   * How many times as fast as the best a candidate is in its first sample, which is a short one.
   */
  private double firstGain(CandidateRunner.Candidate candidate) {
    double logGain = 0;
    for (int i = 0; i < runs.length; i++) {
      // The first run after a change of program may still generate code.
      timer.sample(candidate, i, 1);
      logGain += Math.log(best.seconds(i) / timer.sample(candidate, i, runs[i])) / runs.length;
    }
    return Math.exp(logGain);
  }

  private int[] runs(CandidateRunner.Candidate candidate) {
    int[] each = new int[dims.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = timer.runs(candidate, i);
    }
    return each;
  }

  private Outcome time(CandidateRunner.Candidate candidate, Deadline deadline) {
    CandidateTimer.PairedTiming timing = timer.inTurns(candidate, best, runs, deadline);
    if (timing.rounds() == 0 || timing.rounds() < CandidateTimer.ROUNDS && deadline.passed()) {
      return Outcome.untimed(TuningOutcome.UNMEASURED, "the time is up");
    }
    if (!timing.isWon()) {
      Outcome outcome = slower(timing.gain());
      return timing.isEven()
          ? outcome
          : new Outcome(
              outcome.kind(),
              String.format(
                  Locale.ROOT,
                  "%s, %.2f times at one extent",
                  outcome.explanation(),
                  timing.weakest()),
              outcome.gain());
    }
    return new Outcome(
        TuningOutcome.BETTER,
        String.format(Locale.ROOT, "%.2f times as fast as the best so far", timing.gain()),
        timing.gain());
  }

  private static Outcome slower(double gain) {
    return new Outcome(
        TuningOutcome.NOT_BETTER,
        String.format(Locale.ROOT, "%.2f times as fast as the best so far", gain),
        gain);
  }

  /**
   * Times the best variant against the start once more and in full, because a chain of small gains
   * may be a chain of chances. If the best does not hold, the start is the best again.
   *
   * @return how many times as fast as the start the best is; 1 if it is the start
   */
  double settle() {
    if (best == start) {
      return 1;
    }
    CandidateTimer.PairedTiming timing = timer.inTurns(best, start, runs);
    if (timing.gain() <= 1 || !timing.isEven()) {
      best.close();
      best = start;
      return 1;
    }
    return timing.gain();
  }

  /** The fastest variant so far. */
  MatmulVariant best() {
    return best.variant();
  }

  /** 10⁹ operations per second of the best, at each extent. */
  List<TuningEntry.Measurement> bestSpeeds() {
    return speeds(best);
  }

  /** 10⁹ operations per second of the start, at each extent. */
  List<TuningEntry.Measurement> startSpeeds() {
    return speeds(start);
  }

  private List<TuningEntry.Measurement> speeds(CandidateRunner.Candidate candidate) {
    List<TuningEntry.Measurement> speeds = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      double gflops = dims.get(i).flops() / candidate.seconds(i) / NANOS;
      speeds.add(new TuningEntry.Measurement(dims.get(i), rounded(gflops)));
    }
    return speeds;
  }

  /** As many digits as a measurement has. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4)).doubleValue();
  }

  private static String firstLine(BackendException failure) {
    return failure.getMessage().lines().findFirst().orElse("no message");
  }

  @Override
  public void close() {
    runner.close();
  }
}
