package oncilla.backend.opencl.tuning;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import oncilla.backend.BackendException;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.tuning.MatmulJudge;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.backend.tuning.TuningProgress;
import oncilla.backend.tuning.TuningRow;
import oncilla.cl.ClDevice;

/**
 * One call of {@link Autotuner#tune}: tunes one kind of product after the other, and keeps what was
 * found so far.
 */
public final class TuningSession {
  /** Any number: with the same one a search proposes the same candidates in the same order. */
  private static final long SEED = 20261123;

  /** Of the time for a kind of product; the rest is for the last comparison with the start. */
  private static final double SEARCH_SHARE = 0.9;

  private final TuningDatabase database;
  private final List<TuningSpace<?>> spaces;
  private final LongSupplier nanoClock;
  private final MatmulJudge judge;
  private final TuningProgress progress;
  private final Set<MatmulVariant> hints = new LinkedHashSet<>();
  private final List<TuningRow> rows = new ArrayList<>();
  private TuningFile file;

  /**
   * Nothing found yet.
   *
   * @param database what is used where {@code file} has no entry
   * @param spaces where to look
   * @param nanoClock as {@link System#nanoTime}
   * @param file what is known already; each call of {@link TuningProgress#decided} has it with what
   *     was found
   */
  TuningSession(
      TuningDatabase database,
      List<TuningSpace<?>> spaces,
      LongSupplier nanoClock,
      TuningFile file,
      MatmulJudge judge,
      TuningProgress progress) {
    this.database = database;
    this.spaces = List.copyOf(spaces);
    this.nanoClock = nanoClock;
    this.file = file;
    this.judge = judge;
    this.progress = progress;
  }

  /**
   * Tunes as many as there is time for, in order.
   *
   * @return one row for each that was decided
   * @throws BackendException if none was, with the reason
   */
  List<TuningRow> run(List<TuningJob> jobs, Deadline deadline) {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < jobs.size() && !deadline.passed(); i++) {
      Deadline own = deadline.share(1.0 / (jobs.size() - i));
      tune(jobs.get(i), i + 1, jobs.size(), own).ifPresent(faults::add);
    }
    if (rows.isEmpty()) {
      throw new BackendException(
          faults.isEmpty() ? "the time was up before anything was measured" : faults.get(0));
    }
    return List.copyOf(rows);
  }

  /** Tunes one; what is wrong, where nothing there computes it right, or empty. */
  private Optional<String> tune(TuningJob job, int number, int of, Deadline deadline) {
    ClDevice device = job.target().device();
    MatmulForm form = job.product().key().form();
    List<MatmulDims> dims = TuningShapes.of(job.product().key().shape(), device.type());
    List<MatmulJudge.Exercise> exercises =
        dims.stream().map(each -> judge.exercise(form, each, job.product().precision())).toList();
    KernelParameters parameters =
        database.choose(device, job.product().precision(), Optional.of(file)).parameters();
    Map<TuningOutcome, Integer> outcomes = new EnumMap<>(TuningOutcome.class);
    try (ProductContest contest =
        new ProductContest(
            () ->
                new OpenClBackend(
                    job.target().driver(), device, job.target().precision(), parameters),
            parameters,
            form,
            dims,
            exercises,
            judge,
            nanoClock)) {
      Optional<MatmulVariant> start = begin(job, contest, parameters, outcomes);
      if (start.isEmpty()) {
        return Optional.of("no variant computes " + job.product() + " right on " + device.name());
      }
      TuningRow.Contender before = contender(start.get(), contest.startSpeeds());
      progress.started(
          job.product().toString(),
          number,
          of,
          TuningSpaces.describe(start.get()),
          before.gflops());
      TuningSearch.Result found =
          new TuningSearch(spaces, job.setting(), SEED)
              .run(
                  start.get(),
                  List.copyOf(hints),
                  contest,
                  deadline.share(SEARCH_SHARE),
                  new Watcher());
      found.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
      double gain = contest.settle();
      hints.add(contest.best());
      file = file.with(entry(job, contest, gain));
      TuningRow row =
          new TuningRow(
              device.name(),
              job.product().precision(),
              form,
              TuningEntry.Product.label(job.product().key().shape()),
              contender(start.get(), contest.startSpeeds()),
              contender(contest.best(), contest.bestSpeeds()),
              gain,
              outcomes);
      rows.add(row);
      progress.decided(row, file.text());
    }
    return Optional.empty();
  }

  /** What is used so far; where that is not right, the kind's own, then any that is. */
  private Optional<MatmulVariant> begin(
      TuningJob job,
      ProductContest contest,
      KernelParameters parameters,
      Map<TuningOutcome, Integer> outcomes) {
    MatmulTable.Key key = job.product().key();
    Set<MatmulVariant> starts = new LinkedHashSet<>();
    starts.add(parameters.matmul().variants().get(key));
    starts.add(
        KernelParameters.forDevice(job.target().device(), job.target().precision())
            .matmul()
            .variants()
            .get(key));
    RandomGenerator random = new Random(SEED);
    for (TuningSpace<?> space : spaces) {
      if (space.suits(job.setting())) {
        space.draw(random, job.setting(), starts).ifPresent(starts::add);
      }
    }
    for (MatmulVariant start : starts) {
      progress.trying(TuningSpaces.describe(start));
      Contest.Verdict verdict = contest.begin(start);
      if (verdict.outcome() == TuningOutcome.BETTER) {
        return Optional.of(start);
      }
      outcomes.merge(verdict.outcome(), 1, Integer::sum);
      new Watcher().tried(start, verdict);
    }
    return Optional.empty();
  }

  private TuningEntry entry(TuningJob job, ProductContest contest, double gain) {
    TuningSpace<?> space = TuningSpaces.of(contest.best());
    return new TuningEntry(
        TuningEntry.Place.of(job.target().device()),
        job.product(),
        space.family(),
        space.values(contest.best()),
        contest.bestSpeeds(),
        Math.round(gain * 1000) / 1000.0,
        job.target().device().driverVersion(),
        LocalDate.now(ZoneOffset.UTC));
  }

  private TuningRow.Contender contender(
      MatmulVariant variant, List<TuningEntry.Measurement> speeds) {
    TuningSpace<?> space = TuningSpaces.of(variant);
    double logs = speeds.stream().mapToDouble(each -> Math.log(each.gflops())).average().orElse(0);
    return new TuningRow.Contender(space.family(), space.values(variant), Math.exp(logs));
  }

  /** Keeps how much was gained so far. */
  private final class Watcher implements TuningSearch.Watcher {
    private double gain = 1;

    @Override
    public void trying(MatmulVariant candidate) {
      progress.trying(TuningSpaces.describe(candidate));
    }

    @Override
    public void tried(MatmulVariant candidate, Contest.Verdict verdict) {
      if (verdict.outcome() == TuningOutcome.BETTER) {
        gain *= verdict.gain();
      }
      progress.tried(
          TuningSpaces.describe(candidate), verdict.outcome(), verdict.explanation(), gain);
    }
  }
}
