package oncilla.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Plan;
import oncilla.backend.StepState;
import oncilla.base.Closing;
import oncilla.nn.Network;
import oncilla.nn.ParameterMemory;
import oncilla.nn.Parameters;
import oncilla.optim.Optimizer;
import oncilla.train.TrainingListener.ValidationPoint;
import oncilla.train.checkpoint.Snapshot;
import oncilla.train.checkpoint.ValidationState;
import oncilla.train.memory.Arenas;
import oncilla.train.memory.MemoryUse;
import oncilla.train.metric.Predictions;

/**
 * Validates a run while it goes: the step's parameters, where they are, on the examples that were
 * held out. Where the run is to give the best parameters, those are copied on the device whenever a
 * cost is lower than all before, and come to the host once, at the end.
 */
final class Validator implements AutoCloseable {
  private final Validation validation;
  private final Arena arena;
  private final InferencePlan inference;
  private final TrainingStep step;
  private final Optional<KeptState> kept;
  private final Optional<Plan> keeping;
  private Optional<ValidationPoint> best = Optional.empty();
  private StepState.Position bestPosition = StepState.Position.START;
  private int sinceBest;

  /**
   * The memory of a validation, beside that of the step.
   *
   * @param inference for the examples
   * @param best for the state with the lowest cost, where it is kept
   */
  record Memory(InferenceMemory inference, Optional<KeptState> best) {
    /** Allocates. */
    static Memory allocate(
        Backend backend, Arenas arenas, Network network, ValidationRoom room, Optimizer optimizer) {
      Validation validation = room.validation();
      return new Memory(
          InferenceMemory.ofFeatures(
              backend,
              arenas.of(MemoryUse.VALIDATION),
              network,
              validation.examples().features(),
              room.held(),
              room.block()),
          validation.keepsBest()
              ? Optional.of(
                  KeptState.allocate(backend, arenas.of(MemoryUse.BEST), network, optimizer))
              : Optional.empty());
    }
  }

  private Validator(
      Validation validation,
      Arena arena,
      InferencePlan inference,
      TrainingStep step,
      Optional<KeptState> kept,
      Optional<Plan> keeping) {
    this.validation = validation;
    this.arena = arena;
    this.inference = inference;
    this.step = step;
    this.kept = kept;
    this.keeping = keeping;
  }

  /**
   * Allocates, uploads and records.
   *
   * @param step closed after this
   * @param before what the validations of the run have come to already
   */
  static Validator prepare(
      Backend backend,
      Network network,
      TrainingStep step,
      ValidationRoom room,
      Optimizer optimizer,
      ValidationState before) {
    Arena arena = backend.newArena();
    try {
      Memory memory = Memory.allocate(backend, Arenas.all(arena), network, room, optimizer);
      ParameterMemory parameters = step.memory().parameters();
      InferencePlan inference =
          InferencePlan.record(
              backend,
              network,
              parameters,
              memory.inference(),
              room.validation().examples().size());
      try {
        Optional<Plan> keeping =
            memory.best().map(best -> backend.record(ops -> best.keep(ops, step.memory())));
        Validator validator =
            new Validator(room.validation(), arena, inference, step, memory.best(), keeping);
        validator.goOn(before);
        return validator;
      } catch (RuntimeException | Error failure) {
        Closing.after(failure, inference);
        throw failure;
      }
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, arena);
      throw failure;
    }
  }

  /**
   * Validates the parameters as they are now, and keeps them if they are the best; waits.
   *
   * @param iteration updates made
   * @param epochs whole passes over the training set made
   */
  ValidationPoint measure(long iteration, long epochs) {
    Predictions predictions = inference.run().against(validation.examples().labels());
    double dataCost = predictions.logLoss();
    boolean isLowest =
        Double.isFinite(dataCost) && (best.isEmpty() || dataCost < best.get().dataCost());
    ValidationPoint point =
        new ValidationPoint(iteration, epochs, dataCost, predictions.accuracy(), isLowest);
    if (isLowest) {
      best = Optional.of(point);
      bestPosition = step.position();
      sinceBest = 0;
      keeping.ifPresent(Plan::run);
    } else {
      sinceBest++;
    }
    return point;
  }

  /** Whether as many validations in a row gave no lower cost as the run is to wait for. */
  boolean isExhausted() {
    return validation.keepsBest() && sinceBest >= validation.patience().getAsInt();
  }

  /** The validation with the lowest cost so far, if its parameters are kept. */
  Optional<ValidationPoint> kept() {
    return validation.keepsBest() ? best : Optional.empty();
  }

  /** Waits, and copies the parameters that are kept to the host. */
  Optional<Parameters> keptParameters() {
    return kept().isPresent() ? kept.map(state -> state.parameters()) : Optional.empty();
  }

  /** Waits, and copies what the validations have come to. */
  ValidationState state() {
    return new ValidationState(
        best.map(
            point ->
                new ValidationState.Lowest(
                    point.iteration(), point.epochs(), point.dataCost(), point.accuracy())),
        sinceBest,
        keptSnapshot());
  }

  /** Waits, and copies the state with the lowest cost, where it is kept. */
  Optional<Snapshot> keptSnapshot() {
    return kept().isPresent() ? kept.map(state -> state.snapshot(bestPosition)) : Optional.empty();
  }

  private void goOn(ValidationState before) {
    best =
        before
            .lowest()
            .map(
                lowest ->
                    new ValidationPoint(
                        lowest.iteration(),
                        lowest.epochs(),
                        lowest.dataCost(),
                        lowest.accuracy(),
                        true));
    sinceBest = before.sinceLowest();
    if (kept.isPresent() && best.isPresent()) {
      Snapshot snapshot =
          before
              .kept()
              .orElseThrow(
                  () -> new IllegalArgumentException("the state of the lowest cost is missing"));
      kept.get().upload(snapshot);
      bestPosition = snapshot.position();
    }
  }

  @Override
  public void close() {
    List<AutoCloseable> owned = new ArrayList<>();
    keeping.ifPresent(owned::add);
    owned.add(inference);
    owned.add(arena);
    Closing.all(owned);
  }
}
