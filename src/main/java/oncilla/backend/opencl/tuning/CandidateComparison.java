package oncilla.backend.opencl.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>A candidate is verified first. Then it is timed in turns with the best variant so far: each
 * round takes one sample of both at every extent, so that other load on the machine slows both
 * down, and compares the geometric means of their times. A candidate replaces the best variant if
 * the median gain of the rounds is clear, if it was faster in most rounds, and if it is much slower
 * at no extent. Programs with an epilogue are compiled and verified only for such a candidate.
 *
 * <p>A failed launch may leave the device's context unusable, so the device is opened anew after a
 * failure.
 */
final class CandidateComparison implements TuningSearch.Comparison, AutoCloseable {
  /** A candidate that is so many times as fast in its first sample is not timed any further. */
  private static final double HOPELESS = 0.6;

  private static final double NANOS = 1e9;

  private final CandidateRunner runner;
  private final CandidateTimer timer;
  private final List<MatmulDims> dims;
  private CandidateRunner.Candidate start;
  private CandidateRunner.Candidate best;

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
      for (int i = 0; i < dims.size(); i++) {
        candidate.measured(i, timer.sample(candidate, i, timer.runs(candidate, i)));
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
      Optional<String> fault = runner.fault(candidate);
      if (fault.isPresent()) {
        candidate.close();
        return Outcome.untimed(TuningOutcome.WRONG, fault.get());
      }
      Outcome outcome = time(candidate, deadline);
      if (outcome.kind() != TuningOutcome.BETTER) {
        candidate.close();
        return outcome;
      }
      Optional<String> epilogue = runner.epilogueFault(variant);
      if (epilogue.isPresent()) {
        candidate.close();
        return Outcome.untimed(TuningOutcome.WRONG, epilogue.get());
      }
      if (best != start) {
        best.close();
      }
      best = candidate;
      return outcome;
    } catch (BackendException failure) {
      reopen(failure);
      return Outcome.untimed(TuningOutcome.FAILED, firstLine(failure));
    }
  }

  private Outcome time(CandidateRunner.Candidate candidate, Deadline deadline) {
    int[] runs = new int[dims.size()];
    double logGain = 0;
    for (int i = 0; i < runs.length; i++) {
      timer.sample(candidate, i, 1);
      double once = timer.sample(candidate, i, 1);
      logGain += Math.log(best.seconds(i) / once) / runs.length;
      runs[i] = timer.runs(best, i);
    }
    // A single run has the cost of waiting in it, so this is for what is far slower.
    if (Math.exp(logGain) < HOPELESS && Arrays.stream(runs).allMatch(each -> each == 1)) {
      return slower(Math.exp(logGain));
    }
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
    int[] runs = new int[dims.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = timer.runs(best, i);
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
