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
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.tuning.MatmulVerifier;
import oncilla.backend.tuning.TuningOutcome;
import oncilla.backend.tuning.TuningProgress;
import oncilla.backend.tuning.TuningRow;
import oncilla.cl.ClDevice;

/**
 * One call of {@link Autotuner#tune}: tunes one kind of product after the other, and keeps what was
 * found so far.
 */
final class TuningRun {
  /** Any number: with the same one a search proposes the same candidates in the same order. */
  private static final long SEED = 20261123;

  /** Of the time for a kind of product; the rest is for the last comparison with the start. */
  private static final double SEARCH_SHARE = 0.9;

  private final TuningDatabase database;
  private final List<MatmulFamily<?>> families;
  private final LongSupplier nanoClock;
  private final MatmulVerifier verifier;
  private final TuningProgress progress;
  private final Set<MatmulVariant> hints = new LinkedHashSet<>();
  private final List<TuningRow> rows = new ArrayList<>();
  private TuningFile file;

  /**
   * A run that has found nothing yet.
   *
   * @param database what is used where {@code file} has no entry
   * @param families where to look
   * @param nanoClock as {@link System#nanoTime}
   * @param file what is known already; each call of {@link TuningProgress#decided} has it with what
   *     was found
   */
  TuningRun(
      TuningDatabase database,
      List<MatmulFamily<?>> families,
      LongSupplier nanoClock,
      TuningFile file,
      MatmulVerifier verifier,
      TuningProgress progress) {
    this.database = database;
    this.families = List.copyOf(families);
    this.nanoClock = nanoClock;
    this.file = file;
    this.verifier = verifier;
    this.progress = progress;
  }

  /**
   * Tunes as many kinds of products as there is time for, in order.
   *
   * @return one row for each that was decided
   * @throws BackendException if none was, with the reason
   */
  List<TuningRow> run(List<TuningTask> tasks, Deadline deadline) {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < tasks.size() && !deadline.passed(); i++) {
      double left = tasks.subList(i, tasks.size()).stream().mapToDouble(TuningTask::weight).sum();
      Deadline own = deadline.share(tasks.get(i).weight() / left);
      tune(tasks.get(i), i + 1, tasks.size(), own).ifPresent(faults::add);
    }
    if (rows.isEmpty()) {
      throw new BackendException(
          faults.isEmpty() ? "the time was up before anything was measured" : faults.get(0));
    }
    return List.copyOf(rows);
  }

  /**
   * Tunes one kind of product.
   *
   * @return what is wrong, if no variant computes it right; else empty
   */
  private Optional<String> tune(TuningTask task, int number, int of, Deadline deadline) {
    ClDevice device = task.target().device();
    KernelParameters parameters =
        database.choose(device, task.product().precision(), Optional.of(file)).parameters();
    Map<TuningOutcome, Integer> outcomes = new EnumMap<>(TuningOutcome.class);
    try (CandidateComparison comparison =
        new CandidateComparison(runner(task, parameters), nanoClock)) {
      Optional<MatmulVariant> start = begin(task, comparison, parameters, outcomes);
      if (start.isEmpty()) {
        return Optional.of("no variant computes " + task.product() + " right on " + device.name());
      }
      TuningRow.Measured before = measured(start.get(), comparison.startSpeeds());
      progress.started(
          task.product().toString(), number, of, start.get().description(), before.gflops());
      TuningSearch.Result found =
          new TuningSearch(families, task.product().key(), task.limits(), SEED)
              .run(
                  start.get(),
                  List.copyOf(hints),
                  comparison,
                  deadline.share(SEARCH_SHARE),
                  new Watcher());
      found.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
      double gain = comparison.settle();
      hints.add(comparison.best());
      file = file.with(entry(task, comparison, gain));
      TuningRow row =
          new TuningRow(
              device.name(),
              task.product().precision(),
              task.product().key().form(),
              TuningEntry.Product.label(task.product().key().shape()),
              measured(start.get(), comparison.startSpeeds()),
              measured(comparison.best(), comparison.bestSpeeds()),
              gain,
              outcomes);
      rows.add(row);
      progress.decided(row, file.text());
    }
    return Optional.empty();
  }

  /** Opens the device for the products of {@code task}. */
  private CandidateRunner runner(TuningTask task, KernelParameters parameters) {
    TuningTask.Target target = task.target();
    MatmulForm form = task.product().key().form();
    List<MatmulDims> dims = task.extents();
    List<MatmulVerifier.Exercise> exercises =
        dims.stream()
            .map(each -> verifier.exercise(form, each, task.product().precision()))
            .toList();
    return new CandidateRunner(
        () -> new OpenClBackend(target.driver(), target.device(), target.precision(), parameters),
        parameters,
        task.product().key(),
        dims,
        exercises,
        verifier);
  }

  /**
   * Finds a variant to start from: the one that is used so far; if that is not right, the device's
   * default; if that is not right either, any variant that is.
   */
  private Optional<MatmulVariant> begin(
      TuningTask task,
      CandidateComparison comparison,
      KernelParameters parameters,
      Map<TuningOutcome, Integer> outcomes) {
    MatmulTable.Key key = task.product().key();
    Set<MatmulVariant> starts = new LinkedHashSet<>();
    starts.add(parameters.matmul().choose(key, false));
    starts.add(
        KernelParameters.forDevice(task.target().device(), task.target().precision())
            .matmul()
            .choose(key, false));
    RandomGenerator random = new Random(SEED);
    for (TuningSpace<?> space : TuningSpace.of(families, key, task.limits())) {
      space.draw(random, starts).ifPresent(starts::add);
    }
    for (MatmulVariant start : starts) {
      progress.trying(start.description());
      TuningSearch.Outcome outcome = comparison.begin(start);
      if (outcome.kind() == TuningOutcome.BETTER) {
        return Optional.of(start);
      }
      outcomes.merge(outcome.kind(), 1, Integer::sum);
      new Watcher().tried(start, outcome);
    }
    return Optional.empty();
  }

  private TuningEntry entry(TuningTask task, CandidateComparison comparison, double gain) {
    return new TuningEntry(
        TuningEntry.Place.of(task.target().device()),
        task.product(),
        comparison.best().family().name(),
        comparison.best().values(),
        comparison.bestSpeeds(),
        Math.round(gain * 1000) / 1000.0,
        task.target().device().driverVersion(),
        LocalDate.now(ZoneOffset.UTC));
  }

  private TuningRow.Measured measured(MatmulVariant variant, List<TuningEntry.Measurement> speeds) {
    double logs = speeds.stream().mapToDouble(each -> Math.log(each.gflops())).average().orElse(0);
    return new TuningRow.Measured(variant.family().name(), variant.values(), Math.exp(logs));
  }

  /** Keeps how much was gained so far. */
  private final class Watcher implements TuningSearch.Watcher {
    private double gain = 1;

    @Override
    public void trying(MatmulVariant candidate) {
      progress.trying(candidate.description());
    }

    @Override
    public void tried(MatmulVariant candidate, TuningSearch.Outcome outcome) {
      if (outcome.kind() == TuningOutcome.BETTER) {
        gain *= outcome.gain();
      }
      progress.tried(candidate.description(), outcome.kind(), outcome.explanation(), gain);
    }
  }
}
