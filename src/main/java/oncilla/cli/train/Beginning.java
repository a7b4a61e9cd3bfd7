package oncilla.cli.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import oncilla.backend.Backend;
import oncilla.cli.checkpoint.Checkpoints;
import oncilla.cli.console.Messages;
import oncilla.cli.console.Version;
import oncilla.cli.options.BackendOptions;
import oncilla.data.DataException;
import oncilla.report.Json;
import oncilla.report.run.ConfigFile;
import oncilla.report.run.CostHistory;
import oncilla.report.run.MetricsCut;
import oncilla.train.MemoryPlan;
import oncilla.train.Validation;
import oncilla.train.checkpoint.CheckpointFile;
import oncilla.train.checkpoint.CheckpointFolder;
import oncilla.train.checkpoint.TrainingState;

/**
 * Where a run begins or goes on, found before the first of its steps.
 *
 * @param run all that it is made of
 * @param backend what it is computed by
 * @param memory how it gets by with the memory there
 * @param messages what it says
 */
record Beginning(Run run, Backend backend, MemoryPlan memory, Messages messages) {
  /** What may be another in a run that goes on, or is checked apart. */
  private static final Set<String> MAY_CHANGE =
      Set.of(
          "recipe",
          "iterations",
          "epochs",
          "checkpoint_every",
          "keep_checkpoints",
          "no_curves",
          "backend",
          "device",
          "binding",
          "precision",
          "stream",
          "memory_limit");

  private boolean resumes() {
    return run.again().filter(Again::resumes).isPresent();
  }

  private CheckpointFile checkpoint() {
    Map<String, Object> same = new LinkedHashMap<>(run.options());
    same.keySet().removeAll(MAY_CHANGE);
    return new CheckpointFile(
        run.network(),
        run.config().optimizer().rule().moments(),
        backend.precision(),
        Map.of("seed", Long.toString(run.config().seed()), "options", new Json().line(same)),
        Map.of(
            "schedule",
            "%s from %s over %d updates, warm-up %d"
                .formatted(
                    run.config().schedule().label(),
                    run.config().learningRate(),
                    run.config().iterations(),
                    run.config().schedule().warmup()),
            "oncilla_version",
            Version.current()));
  }

  /** Where the checkpoints of the run are. */
  CheckpointFolder folder() {
    return new CheckpointFolder(run.directory().checkpoints(), checkpoint());
  }

  /**
   * The state that the run goes on from; empty where it begins.
   *
   * @throws DataException if it is behind the last update that the run is to have
   */
  Optional<TrainingState> state(CheckpointFolder folder) {
    run.again().ifPresent(before -> before.compareOrigin(backend, messages));
    run.again().ifPresent(before -> before.compareParts(rowsAtOnce(), messages));
    if (!resumes()) {
      return Optional.empty();
    }
    Optional<CheckpointFolder.Found> newest = Checkpoints.newest(folder, messages);
    if (newest.isEmpty()) {
      messages.say(run.directory().path() + ": no checkpoint was kept yet; begins at iteration 0");
      return Optional.empty();
    }
    TrainingState state = newest.get().state();
    if (state.step() > run.config().iterations()) {
      throw new DataException(
          "%s: the state after %d updates, and the run is to have %d"
              .formatted(newest.get().file(), state.step(), run.config().iterations()));
    }
    messages.say(
        "goes on after %d of %d iterations, from %s"
            .formatted(state.step(), run.config().iterations(), newest.get().file()));
    return Optional.of(state);
  }

  /** Better now than after hours of training. */
  void requireSpace(CheckpointFile file, boolean hasSome) {
    long model = parameterCount() * backend.precision().bytes();
    boolean keepsBest = run.validation().map(Validation::keepsBest).orElse(false);
    // One more than are kept, because it is written before another is removed; and the best.
    int files = hasSome ? 1 : run.plan().keep() + 2;
    long all = model + files * file.bytes(keepsBest);
    if (run.plan().asked()) {
      run.directory().requireSpace(all, run.directory().model() + " with checkpoints");
      return;
    }
    run.directory().requireSpace(model, run.directory().model().toString());
    run.directory()
        .lacksSpace(all, run.directory().model() + " with checkpoints")
        .ifPresent(messages::warn);
  }

  /**
   * What writes configuration and costs.
   *
   * @param history is told of the costs that are there already
   */
  RunLog log(Optional<TrainingState> from, CostHistory history) {
    List<String> words = run.retry().typed().words();
    ConfigFile file =
        new ConfigFile(
            Version.current(), "train", words, run.options(), computedBy(), run.identity());
    boolean isThere =
        run.again().filter(Again::resumes).map(it -> it.endsAsBefore(run.options())).orElse(false);
    Optional<MetricsCut> cut =
        resumes()
            ? Optional.of(
                new MetricsCut(
                    from.map(TrainingState::step).orElse(0L),
                    run.config().logEvery(),
                    from.filter(it -> it.step() == run.config().iterations()).isPresent(),
                    run.config().iterationsOf(1, run.data().train().size()) == 1))
            : Optional.empty();
    return new RunLog(
        run.directory(), isThere ? Optional.empty() : Optional.of(file), cut, history, messages);
  }

  /** What the run is computed by, and how many examples at once where a batch is in parts. */
  private Map<String, Object> computedBy() {
    Map<String, Object> selected = BackendOptions.computedBy(run.selection(), backend);
    rowsAtOnce().ifPresent(rows -> selected.put(Again.ROWS_AT_ONCE, rows));
    return selected;
  }

  private OptionalInt rowsAtOnce() {
    return memory.parts() == 1 ? OptionalInt.empty() : OptionalInt.of(memory.rowsAtOnce());
  }

  private long parameterCount() {
    return run.network().layers().stream()
        .mapToLong(layer -> (layer.inputs() + 1L) * layer.outputs())
        .sum();
  }
}
