package oncilla.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.base.Closing;
import oncilla.data.Features;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.train.TrainingListener.ValidationPoint;
import oncilla.train.checkpoint.Snapshot;
import oncilla.train.checkpoint.TrainingState;
import oncilla.train.checkpoint.ValidationState;

/**
 * What looks at the parameters of a run while it goes, and when: learning curves where there is a
 * test set, and a validation where there is a validation set. With one batch of all examples an
 * epoch is an update, so that validation goes with the costs that are read; otherwise it comes
 * after each epoch.
 */
final class Watching implements AutoCloseable {
  private final Optional<LearningCurves> curves;
  private final Optional<Validator> validator;
  private final long updatesOfEpoch;

  private Watching(
      Optional<LearningCurves> curves, Optional<Validator> validator, long updatesOfEpoch) {
    this.curves = curves;
    this.validator = validator;
    this.updatesOfEpoch = updatesOfEpoch;
  }

  /**
   * Allocates, uploads and records.
   *
   * @param step closed after this
   * @param data the training examples and, for the curves, a test set
   * @param plan where a validation and the curves have room
   * @param before what the validations of the run have come to already
   * @throws BackendException if the learning curves have no room
   */
  static Watching prepare(
      Backend backend,
      Network network,
      TrainingStep step,
      TrainTest data,
      MemoryPlan plan,
      TrainingConfig config,
      ValidationState before) {
    Optional<Validator> validator =
        plan.validation()
            .map(
                found ->
                    Validator.prepare(backend, network, step, found, config.optimizer(), before));
    try {
      Optional<LearningCurves> curves =
          data.test().isEmpty()
              ? Optional.empty()
              : Optional.of(curves(backend, network, step, data, plan));
      return new Watching(curves, validator, config.iterationsOf(1, data.train().size()));
    } catch (RuntimeException | Error failure) {
      validator.ifPresent(opened -> Closing.after(failure, opened));
      throw failure;
    }
  }

  private static LearningCurves curves(
      Backend backend, Network network, TrainingStep step, TrainTest data, MemoryPlan plan) {
    Features test = data.test().orElseThrow().features();
    int block =
        plan.curvesBlock(test)
            .orElseThrow(() -> new BackendException(plan.curvesRefusal(test).orElseThrow()));
    return LearningCurves.prepare(
        backend, network, step, data.train(), data.test().orElseThrow(), block);
  }

  /** A point of the learning curves, of the parameters as they are now. */
  Optional<LearningCurves.Measured> curves() {
    return curves.map(LearningCurves::measure);
  }

  /**
   * The validation that goes with a cost, before the update that computes it.
   *
   * @param iteration the iteration of that update
   */
  Optional<ValidationPoint> validatedBefore(long iteration) {
    return updatesOfEpoch == 1
        ? validator.map(opened -> opened.measure(iteration, iteration))
        : Optional.empty();
  }

  /**
   * Whether to validate after so many updates.
   *
   * @param last whether they are all that the run makes
   */
  boolean isDueAfter(long updates, boolean last) {
    boolean endsEpoch = updatesOfEpoch > 1 && updates % updatesOfEpoch == 0;
    return validator.isPresent() && (last || endsEpoch);
  }

  /** The validation after so many updates. */
  ValidationPoint validatedAfter(long updates) {
    return validator.orElseThrow().measure(updates, updates / updatesOfEpoch);
  }

  /** Whether the run is to stop. */
  boolean isExhausted() {
    return validator.isPresent() && validator.get().isExhausted();
  }

  /** The validation whose parameters the run gives, where that is not the last. */
  Optional<ValidationPoint> kept() {
    return validator.flatMap(Validator::kept);
  }

  /** Waits, and copies those parameters to the host. */
  Optional<Parameters> keptParameters() {
    return validator.flatMap(Validator::keptParameters);
  }

  /** Waits, and copies what the validations have come to. */
  ValidationState state() {
    return validator.map(Validator::state).orElseGet(ValidationState::none);
  }

  /**
   * Waits, and copies the state whose parameters the run gives, where that is not the last, as a
   * run has it that goes on from there. A validation that goes with a cost is made again then, and
   * a later one has been made.
   */
  Optional<TrainingState> best(TrainingState now) {
    return validator
        .flatMap(Validator::keptSnapshot)
        .map(kept -> kept.position().step() == now.step() ? now : now.at(kept, then(now, kept)));
  }

  private ValidationState then(TrainingState now, Snapshot kept) {
    return updatesOfEpoch == 1
        ? ValidationState.none()
        : new ValidationState(now.validation().lowest(), 0, Optional.of(kept));
  }

  @Override
  public void close() {
    List<AutoCloseable> owned = new ArrayList<>();
    curves.ifPresent(owned::add);
    validator.ifPresent(owned::add);
    Closing.all(owned);
  }
}
