package oncilla.backend.opencl.tuning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.tuning.MatmulJudge;
import oncilla.backend.tuning.TuningOutcome;

/**
 * A contest for products of one form at a few extents, on a device of its own. A candidate is
 * verified at awkward small extents and at those that are timed, then run in turns with the best so
 * far: each round takes a sample of both at every extent, and compares the geometric means. So
 * whatever else the machine does meets both. Only the median of many rounds, most of them, and no
 * great loss at any extent make a candidate the best; and only then are the programs with an
 * epilogue compiled and verified too.
 *
 * <p>A failed launch may leave the context unusable, so the device is opened anew after one.
 */
public final class ProductContest implements Contest, AutoCloseable {
  /** Nothing that is so much slower at first sight is looked at again. */
  private static final double HOPELESS = 0.6;

  private static final double NANOS = 1e9;

  private final ProductTrial trial;
  private final ProductTimer timer;
  private final List<MatmulDims> dims;
  private Entrant start;
  private Entrant best;

  /**
   * Opens the device.
   *
   * @param open the device, as often as needed
   * @param parameters of everything but matrix products
   * @param exercises one for each of {@code dims}
   */
  ProductContest(
      Supplier<OpenClBackend> open,
      KernelParameters parameters,
      MatmulForm form,
      List<MatmulDims> dims,
      List<MatmulJudge.Exercise> exercises,
      MatmulJudge judge,
      LongSupplier nanoClock) {
    this.trial = new ProductTrial(open, parameters, form, dims, exercises, judge);
    this.timer = new ProductTimer(trial, nanoClock);
    this.dims = trial.dims();
  }

  private void reopen(BackendException because) {
    trial.reopen(because);
    if (start != null) {
      Entrant oldStart = start;
      Entrant oldBest = best;
      start = trial.enter(oldStart.variant());
      best = oldBest == oldStart ? start : trial.enter(oldBest.variant());
      start.measuredAs(oldStart);
      best.measuredAs(oldBest);
    }
  }

  /**
   * Verifies and times what is used so far; it is the best until something beats it.
   *
   * @return {@link TuningOutcome#BETTER} if it can be the start
   */
  Verdict begin(MatmulVariant variant) {
    Entrant entrant;
    try {
      entrant = trial.enter(variant);
      Optional<String> fault = trial.fault(entrant).or(() -> trial.epilogueFault(variant));
      if (fault.isPresent()) {
        entrant.close();
        return Verdict.untimed(TuningOutcome.WRONG, fault.get());
      }
      for (int i = 0; i < dims.size(); i++) {
        entrant.measured(i, timer.sample(entrant, i, timer.runs(entrant, i)));
      }
    } catch (BackendException failure) {
      reopen(failure);
      return Verdict.untimed(TuningOutcome.FAILED, firstLine(failure));
    }
    start = entrant;
    best = entrant;
    return new Verdict(TuningOutcome.BETTER, "the start", 1);
  }

  @Override
  public Verdict challenge(MatmulVariant candidate, Deadline deadline) {
    try {
      Entrant entrant = trial.enter(candidate);
      Optional<String> fault = trial.fault(entrant);
      if (fault.isPresent()) {
        entrant.close();
        return Verdict.untimed(TuningOutcome.WRONG, fault.get());
      }
      Verdict verdict = time(entrant, deadline);
      if (verdict.outcome() != TuningOutcome.BETTER) {
        entrant.close();
        return verdict;
      }
      Optional<String> epilogue = trial.epilogueFault(candidate);
      if (epilogue.isPresent()) {
        entrant.close();
        return Verdict.untimed(TuningOutcome.WRONG, epilogue.get());
      }
      if (best != start) {
        best.close();
      }
      best = entrant;
      return verdict;
    } catch (BackendException failure) {
      reopen(failure);
      return Verdict.untimed(TuningOutcome.FAILED, firstLine(failure));
    }
  }

  private Verdict time(Entrant entrant, Deadline deadline) {
    int[] runs = new int[dims.size()];
    double logGain = 0;
    for (int i = 0; i < runs.length; i++) {
      timer.sample(entrant, i, 1);
      double once = timer.sample(entrant, i, 1);
      logGain += Math.log(best.seconds(i) / once) / runs.length;
      runs[i] = timer.runs(best, i);
    }
    // A single run has the cost of waiting in it, so this is for what is far slower.
    if (Math.exp(logGain) < HOPELESS && Arrays.stream(runs).allMatch(each -> each == 1)) {
      return slower(Math.exp(logGain));
    }
    ProductTimer.Duel duel = timer.duel(entrant, best, runs, deadline);
    if (duel.rounds() == 0 || duel.rounds() < ProductTimer.ROUNDS && deadline.passed()) {
      return Verdict.untimed(TuningOutcome.UNMEASURED, "the time is up");
    }
    if (!duel.isWon()) {
      Verdict verdict = slower(duel.gain());
      return duel.isEven()
          ? verdict
          : new Verdict(
              verdict.outcome(),
              String.format(
                  Locale.ROOT,
                  "%s, %.2f times at one extent",
                  verdict.explanation(),
                  duel.weakest()),
              verdict.gain());
    }
    return new Verdict(
        TuningOutcome.BETTER,
        String.format(Locale.ROOT, "%.2f times as fast as the best so far", duel.gain()),
        duel.gain());
  }

  private static Verdict slower(double gain) {
    return new Verdict(
        TuningOutcome.NOT_BETTER,
        String.format(Locale.ROOT, "%.2f times as fast as the best so far", gain),
        gain);
  }

  /**
   * The best against the start, once more and in full, because a chain of small gains may be a
   * chain of chances.
   *
   * @return how many times as fast it is; 1 if it is the start itself, or the start won
   */
  double settle() {
    if (best == start) {
      return 1;
    }
    int[] runs = new int[dims.size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = timer.runs(best, i);
    }
    ProductTimer.Duel duel = timer.duel(best, start, runs);
    if (duel.gain() <= 1 || !duel.isEven()) {
      best.close();
      best = start;
      return 1;
    }
    return duel.gain();
  }

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

  private List<TuningEntry.Measurement> speeds(Entrant entrant) {
    List<TuningEntry.Measurement> speeds = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      double gflops = dims.get(i).flops() / entrant.seconds(i) / NANOS;
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
    trial.close();
  }
}
