package oncilla.backend.opencl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import oncilla.backend.Arena;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulJudge;
import oncilla.backend.Plan;
import oncilla.backend.Tensor;
import oncilla.backend.TuningOutcome;

/**
 * A contest for products of one form at a few extents, on a device of its own. A candidate is
 * verified at awkward small extents and at those that are timed, then run in turns with the best so
 * far: each round takes a sample of both at every extent, and compares the geometric means. So
 * whatever else the machine does meets both. Only the median of many rounds, and most of them, make
 * a candidate the best; and only then are the programs with an epilogue compiled and verified too.
 *
 * <p>A failed launch may leave the context unusable, so the device is opened anew after one.
 */
final class ProductContest implements Contest, AutoCloseable {
  /** What a candidate must gain to be the best: less would be noise. */
  static final double LEAST_GAIN = 1.03;

  static final int ROUNDS = 7;
  private static final int MOST_LOST = 2;

  /** Nothing that is so much slower at first sight is looked at again. */
  private static final double HOPELESS = 0.6;

  private static final double SAMPLE_SECONDS = 0.004;
  private static final double MOST_RUNS = 1000;
  private static final double NANOS = 1e9;

  private final Supplier<OpenClBackend> open;
  private final KernelParameters parameters;
  private final MatmulForm form;
  private final List<MatmulDims> dims;
  private final List<MatmulJudge.Exercise> exercises;
  private final MatmulJudge judge;
  private final LongSupplier nanoClock;
  private OpenClBackend backend;
  private final List<Tensor[]> operands = new ArrayList<>();
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
    this.open = open;
    this.parameters = parameters;
    this.form = form;
    this.dims = List.copyOf(dims);
    this.exercises = List.copyOf(exercises);
    this.judge = judge;
    this.nanoClock = nanoClock;
    load();
  }

  /** A variant with its plans, one for each extent. */
  private static final class Entrant implements AutoCloseable {
    private final MatmulVariant variant;
    private final List<Plan> plans = new ArrayList<>();
    private final double[] seconds;

    Entrant(MatmulVariant variant, int extents) {
      this.variant = variant;
      this.seconds = new double[extents];
    }

    @Override
    public void close() {
      Closing.all(plans);
    }
  }

  private void load() {
    backend = open.get();
    operands.clear();
    Arena arena = backend.newArena();
    for (int i = 0; i < dims.size(); i++) {
      Tensor a = arena.allocate(ElementType.REAL, dims.get(i).a(form));
      Tensor b = arena.allocate(ElementType.REAL, dims.get(i).b(form));
      backend.upload(exercises.get(i).a(), a);
      backend.upload(exercises.get(i).b(), b);
      operands.add(new Tensor[] {a, b, arena.allocate(ElementType.REAL, dims.get(i).c())});
    }
  }

  private void reload(BackendException because) {
    try {
      backend.close();
    } catch (RuntimeException consequence) {
      // What broke the device is reported; that it cannot be left in order follows from it.
      because.addSuppressed(consequence);
    }
    load();
    if (start != null) {
      Entrant oldStart = start;
      Entrant oldBest = best;
      start = enter(oldStart.variant);
      best = oldBest == oldStart ? start : enter(oldBest.variant);
      System.arraycopy(oldStart.seconds, 0, start.seconds, 0, dims.size());
      System.arraycopy(oldBest.seconds, 0, best.seconds, 0, dims.size());
    }
  }

  private KernelParameters with(MatmulVariant variant) {
    return parameters.withMatmul(MatmulTable.always(variant));
  }

  private Entrant enter(MatmulVariant variant) {
    Entrant entrant = new Entrant(variant, dims.size());
    try {
      for (Tensor[] each : operands) {
        entrant.plans.add(
            backend.record(with(variant), ops -> ops.matmul(form, 1, each[0], each[1], each[2])));
      }
    } catch (RuntimeException failure) {
      entrant.close();
      throw failure;
    }
    return entrant;
  }

  /**
   * Verifies and times what is used so far; it is the best until something beats it.
   *
   * @return {@link TuningOutcome#BETTER} if it can be the start
   */
  Verdict begin(MatmulVariant variant) {
    Entrant entrant;
    try {
      entrant = enter(variant);
      Optional<String> fault = fault(entrant).or(() -> epilogueFault(variant));
      if (fault.isPresent()) {
        entrant.close();
        return Verdict.untimed(TuningOutcome.WRONG, fault.get());
      }
      for (int i = 0; i < dims.size(); i++) {
        entrant.seconds[i] = sample(entrant, i, runs(entrant, i));
      }
    } catch (BackendException failure) {
      reload(failure);
      return Verdict.untimed(TuningOutcome.FAILED, firstLine(failure));
    }
    start = entrant;
    best = entrant;
    return new Verdict(TuningOutcome.BETTER, "the start", 1);
  }

  @Override
  public Verdict challenge(MatmulVariant candidate, Deadline deadline) {
    try {
      Entrant entrant = enter(candidate);
      Optional<String> fault = fault(entrant);
      if (fault.isPresent()) {
        entrant.close();
        return Verdict.untimed(TuningOutcome.WRONG, fault.get());
      }
      Verdict verdict = time(entrant, deadline);
      if (verdict.outcome() != TuningOutcome.BETTER) {
        entrant.close();
        return verdict;
      }
      Optional<String> epilogue = epilogueFault(candidate);
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
      reload(failure);
      return Verdict.untimed(TuningOutcome.FAILED, firstLine(failure));
    }
  }

  private Optional<String> fault(Entrant entrant) {
    Optional<String> small = judge.products(backend, backend.ops(with(entrant.variant)), form);
    if (small.isPresent()) {
      return small;
    }
    for (int i = 0; i < dims.size(); i++) {
      Tensor c = operands.get(i)[2];
      double[] values = new double[Math.toIntExact(c.shape().size())];
      // What is not written is not the result of the variant before.
      Arrays.fill(values, Double.NaN);
      backend.upload(values, c);
      entrant.plans.get(i).run();
      backend.download(c, values);
      Optional<String> fault = exercises.get(i).fault(values);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  /** Forward layers add the bias where the product is stored; that is another program. */
  private Optional<String> epilogueFault(MatmulVariant variant) {
    return form == MatmulForm.NT
        ? judge.layers(backend, backend.ops(with(variant)))
        : Optional.empty();
  }

  private int runs(Entrant entrant, int extent) {
    // The first run after a change of program may still generate code.
    sample(entrant, extent, 1);
    double once = Math.max(1e-9, sample(entrant, extent, 1));
    return (int) Math.min(MOST_RUNS, Math.max(1, Math.ceil(SAMPLE_SECONDS / once)));
  }

  /** Seconds of one run. */
  private double sample(Entrant entrant, int extent, int runs) {
    Plan plan = entrant.plans.get(extent);
    backend.synchronize();
    long before = nanoClock.getAsLong();
    for (int i = 0; i < runs; i++) {
      plan.run();
    }
    backend.synchronize();
    return (nanoClock.getAsLong() - before) / NANOS / runs;
  }

  private Verdict time(Entrant entrant, Deadline deadline) {
    int[] runs = new int[dims.size()];
    double logGain = 0;
    for (int i = 0; i < runs.length; i++) {
      sample(entrant, i, 1);
      double once = sample(entrant, i, 1);
      logGain += Math.log(best.seconds[i] / once) / runs.length;
      runs[i] = runs(best, i);
    }
    // A single run has the cost of waiting in it, so this is for what is far slower.
    if (Math.exp(logGain) < HOPELESS && Arrays.stream(runs).allMatch(each -> each == 1)) {
      return slower(Math.exp(logGain));
    }
    Duel duel = duel(entrant, best, runs, deadline, true);
    if (duel.rounds == 0 || duel.rounds < ROUNDS && deadline.passed()) {
      return Verdict.untimed(TuningOutcome.UNMEASURED, "the time is up");
    }
    if (duel.rounds < ROUNDS || duel.gain < LEAST_GAIN || duel.lost > MOST_LOST) {
      return slower(duel.gain);
    }
    return new Verdict(
        TuningOutcome.BETTER,
        String.format(Locale.ROOT, "%.2f times as fast as the best so far", duel.gain),
        duel.gain);
  }

  private static Verdict slower(double gain) {
    return new Verdict(
        TuningOutcome.NOT_BETTER,
        String.format(Locale.ROOT, "%.2f times as fast as the best so far", gain),
        gain);
  }

  /**
   * Two variants in turns.
   *
   * @param gain median over the rounds of how many times as fast the first was
   * @param lost rounds that the second won
   * @param rounds how many there were
   */
  private record Duel(double gain, int lost, int rounds) {}

  private Duel duel(
      Entrant one, Entrant other, int[] runs, Deadline deadline, boolean mayStopEarly) {
    List<Double> gains = new ArrayList<>();
    double[][][] times = new double[2][dims.size()][ROUNDS];
    int lost = 0;
    for (int round = 0; round < ROUNDS; round++) {
      if (mayStopEarly && (lost > MOST_LOST || deadline.passed())) {
        break;
      }
      double logGain = 0;
      for (int i = 0; i < dims.size(); i++) {
        boolean first = round % 2 == 0;
        double before = sample(first ? one : other, i, runs[i]);
        double after = sample(first ? other : one, i, runs[i]);
        times[0][i][round] = first ? before : after;
        times[1][i][round] = first ? after : before;
        logGain += Math.log(times[1][i][round] / times[0][i][round]) / dims.size();
      }
      lost += logGain <= 0 ? 1 : 0;
      gains.add(Math.exp(logGain));
    }
    int rounds = gains.size();
    for (int i = 0; i < dims.size() && rounds > 0; i++) {
      one.seconds[i] = median(Arrays.copyOf(times[0][i], rounds));
      other.seconds[i] = median(Arrays.copyOf(times[1][i], rounds));
    }
    double gain =
        rounds == 0 ? 0 : median(gains.stream().mapToDouble(Double::doubleValue).toArray());
    return new Duel(gain, lost, rounds);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
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
      runs[i] = runs(best, i);
    }
    Duel duel = duel(best, start, runs, null, false);
    if (duel.gain <= 1) {
      best.close();
      best = start;
      return 1;
    }
    return duel.gain;
  }

  MatmulVariant best() {
    return best.variant;
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
      double gflops = dims.get(i).flops() / entrant.seconds[i] / NANOS;
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
    backend.close();
  }
}
