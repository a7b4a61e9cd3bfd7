package oncilla.train;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.StepState;
import oncilla.base.Closing;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.train.checkpoint.Pauses;
import oncilla.train.checkpoint.Snapshot;
import oncilla.train.checkpoint.TrainingState;
import oncilla.train.checkpoint.ValidationState;
import oncilla.train.health.NonFiniteCostException;

/**
 * Replays a {@link TrainingStep}, reads the cost now and then, and tells listeners. It knows no
 * device, and no file or terminal.
 */
public final class Trainer {
  private final LongSupplier nanoClock;

  /** With the system's clock. */
  public Trainer() {
    this(System::nanoTime);
  }

  /**
   * With a clock.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  public Trainer(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Trains.
   *
   * @param backend computes; stays open
   * @param data the training examples
   * @param start parameters before the first update
   * @param listeners told in this order
   * @throws NonFiniteCostException if a cost, a gradient or a parameter is not finite
   * @throws IllegalArgumentException if the arguments do not fit each other
   * @throws BackendException if the device has too little memory or fails
   */
  public TrainingResult train(
      Backend backend,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config,
      List<TrainingListener> listeners) {
    return train(backend, network, new TrainTest(data, Optional.empty()), start, config, listeners);
  }

  /** Trains without validation, and where there is a test set with learning curves. */
  public TrainingResult train(
      Backend backend,
      Network network,
      TrainTest data,
      Parameters start,
      TrainingConfig config,
      List<TrainingListener> listeners) {
    return train(backend, network, data, Optional.empty(), start, config, listeners);
  }

  /**
   * Trains, and where there is a test set measures the learning curves at every iteration whose
   * cost is read: see {@link TrainingListener#curves}. That changes neither parameters nor costs;
   * it takes two forward passes each time, and the memory of {@link MemoryPlan#curvesRefusal}.
   *
   * <p>With a validation set the parameters are validated after each epoch, or where all examples
   * are one batch at every iteration whose cost is read; and after the last update. If the
   * validation has a patience, the run stops when it is exhausted, and gives the parameters of the
   * lowest validation cost.
   *
   * @param backend computes; stays open
   * @param data the training examples and, for the curves, a test set
   * @param validation examples that are not among those
   * @param start parameters before the first update
   * @param listeners told in this order
   * @throws NonFiniteCostException if a cost, a cost on the validation set, a gradient or a
   *     parameter is not finite
   * @throws IllegalArgumentException if the arguments do not fit each other
   * @throws BackendException if the device has too little memory or fails
   */
  public TrainingResult train(
      Backend backend,
      Network network,
      TrainTest data,
      Optional<Validation> validation,
      Parameters start,
      TrainingConfig config,
      List<TrainingListener> listeners) {
    return train(
        backend,
        network,
        data,
        validation,
        start,
        config,
        listeners,
        Optional.empty(),
        Pauses.NONE);
  }

  /**
   * Trains as above, from the start or from where a run was, and may be paused. A run that goes on
   * makes the same updates, validations and costs as one that was never interrupted, if the rest of
   * the arguments is the same.
   *
   * @param from where the run was; then {@code start} is not looked at
   * @param pauses asked after each update
   * @throws IllegalArgumentException if the arguments do not fit each other, or the run was behind
   *     its last update
   */
  public TrainingResult train(
      Backend backend,
      Network network,
      TrainTest data,
      Optional<Validation> validation,
      Parameters start,
      TrainingConfig config,
      List<TrainingListener> listeners,
      Optional<TrainingState> from,
      Pauses pauses) {
    Dataset train = data.train();
    Parameters first = from.map(state -> state.now().parameters()).orElse(start);
    TrainingChecks.requireFit(backend, network, train, first, config, StepState.Position.START);
    MemoryPlan plan = MemoryPlan.find(backend, network, train.features(), config, validation);
    ValidationState before = from.map(TrainingState::validation).orElseGet(ValidationState::none);
    try (TrainingStep step = prepare(backend, network, train, start, config, from, plan);
        Watching watching = Watching.prepare(backend, network, step, data, plan, config, before)) {
      return new Sitting(backend, step, watching, config, listeners, from, pauses, nanoClock).run();
    }
  }

  private static TrainingStep prepare(
      Backend backend,
      Network network,
      Dataset train,
      Parameters start,
      TrainingConfig config,
      Optional<TrainingState> from,
      MemoryPlan plan) {
    if (from.isEmpty()) {
      return TrainingStep.prepare(
          backend, network, train, start, config, StepState.Position.START, plan);
    }
    Snapshot was = from.get().now();
    if (was.position().step() > config.iterations()) {
      throw new IllegalArgumentException(
          "the run has made %d updates already, more than %d"
              .formatted(was.position().step(), config.iterations()));
    }
    TrainingStep step =
        TrainingStep.prepare(
            backend, network, train, was.parameters(), config, was.position(), plan);
    try {
      step.upload(was.parameters(), was.moments());
      return step;
    } catch (RuntimeException | Error failure) {
      Closing.after(failure, step);
      throw failure;
    }
  }
}
