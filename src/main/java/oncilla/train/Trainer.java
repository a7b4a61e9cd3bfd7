package oncilla.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.Dataset;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingListener.ValidationPoint;
import oncilla.train.TrainingStep.StepCost;
import oncilla.train.health.NonFiniteCostException;
import oncilla.train.health.NonFiniteSearch;

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
   * it takes two forward passes each time, and the memory of {@link MemoryEstimate#curvesRefusal}.
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
    Dataset train = data.train();
    Optional<ValidationRoom> room =
        validation.map(
            examples -> ValidationRoom.find(backend, network, train.features(), config, examples));
    try (TrainingStep step = TrainingStep.prepare(backend, network, train, start, config);
        Watching watching = Watching.prepare(backend, network, step, data, room, config)) {
      return train(backend, step, watching, config, listeners);
    }
  }

  private TrainingResult train(
      Backend backend,
      TrainingStep step,
      Watching watching,
      TrainingConfig config,
      List<TrainingListener> listeners) {
    TrainingRun run = new TrainingRun(config.iterations(), config.logEvery());
    listeners.forEach(listener -> listener.started(run));
    long begin = nanoClock.getAsLong();
    Ending ending = replay(backend, step, watching, config, listeners);
    double seconds = (nanoClock.getAsLong() - begin) / 1e9;
    Parameters parameters = watching.keptParameters().orElseGet(step::parameters);
    requireFinite(parameters, config);
    listeners.forEach(listener -> listener.finished(seconds));
    return new TrainingResult(
        parameters,
        ending.iterations(),
        seconds,
        ending.last().cost(),
        ending.last().dataCost(),
        watching.kept());
  }

  /** How many updates were made, and the cost before the last of them. */
  private record Ending(long iterations, StepCost last) {}

  private Ending replay(
      Backend backend,
      TrainingStep step,
      Watching watching,
      TrainingConfig config,
      List<TrainingListener> listeners) {
    try (InFlightLimit inFlight = new InFlightLimit(backend::mark, nanoClock)) {
      for (long iteration = 0; ; iteration++) {
        boolean last = iteration == config.iterations() - 1;
        boolean logged = iteration % config.logEvery() == 0 || last;
        // Before the step, because the cost it computes is that of these same parameters.
        Optional<LearningCurves.Measured> measured = logged ? watching.curves() : Optional.empty();
        Optional<ValidationPoint> before =
            logged ? watching.validatedBefore(iteration) : Optional.empty();
        step.run();
        for (TrainingListener listener : listeners) {
          listener.progress(iteration + 1);
        }
        boolean validates = watching.isDueAfter(iteration + 1, last);
        if (!logged && !validates) {
          inFlight.submitted();
          continue;
        }
        StepCost cost = step.readCost();
        inFlight.drained();
        if (!cost.isGood()) {
          throw badStep(step, cost, config);
        }
        if (!last) {
          requireFiniteParameters(step, iteration, config);
        }
        Optional<ValidationPoint> after =
            validates ? Optional.of(watching.validatedAfter(iteration + 1)) : Optional.empty();
        boolean stops = !last && watching.isExhausted();
        if (logged || stops) {
          if (config.clipNorm().isPresent()) {
            tellNorm(listeners, iteration, gradientNorm(backend, step));
          }
          tell(listeners, iteration, cost, measured);
        }
        before.ifPresent(point -> tell(listeners, point, config));
        after.ifPresent(point -> tell(listeners, point, config));
        if (stops) {
          long updates = iteration + 1;
          listeners.forEach(listener -> listener.stopped(updates));
        }
        if (stops || last) {
          return new Ending(iteration + 1, cost);
        }
      }
    }
  }

  /** Of the step whose cost was just read, which left it on the device to clip by. */
  private static double gradientNorm(Backend backend, TrainingStep step) {
    double[] norm = new double[1];
    backend.download(step.memory().norm(), norm);
    return norm[0];
  }

  private static void tellNorm(List<TrainingListener> listeners, long iteration, double norm) {
    listeners.forEach(listener -> listener.gradientNorm(iteration, norm));
  }

  private static void tell(
      List<TrainingListener> listeners,
      long iteration,
      StepCost cost,
      Optional<LearningCurves.Measured> measured) {
    double penalty = cost.cost() - cost.dataCost();
    for (TrainingListener listener : listeners) {
      if (measured.isPresent()) {
        listener.curves(iteration, measured.get().withPenalty(penalty));
      }
      listener.cost(iteration, cost.cost(), cost.dataCost());
    }
  }

  private static void tell(
      List<TrainingListener> listeners, ValidationPoint point, TrainingConfig config) {
    if (!Double.isFinite(point.dataCost())) {
      throw new NonFiniteCostException(
          point.iteration(),
          OptionalInt.empty(),
          Message.of(
                  "the cost on the validation set is not finite after %d updates; "
                      .formatted(point.iteration()))
              .then(remedy(point.iteration(), config)));
    }
    listeners.forEach(listener -> listener.validated(point));
  }

  private static NonFiniteCostException badStep(
      TrainingStep step, StepCost cost, TrainingConfig config) {
    long iteration = cost.firstBadStep();
    boolean costIsFinite = Double.isFinite(step.repeatBadStep().cost());
    NonFiniteSearch.Finding finding = step.findNonFinite(costIsFinite);
    return new NonFiniteCostException(
        iteration,
        finding.layer(),
        Message.of(
                "the %s is not finite at iteration %d: first seen in %s; "
                    .formatted(costIsFinite ? "gradient" : "cost", iteration, finding.what()))
            .then(remedy(iteration, config)));
  }

  private static Message remedy(long iteration, TrainingConfig config) {
    return iteration == 0
        ? Message.of(
            "the start or the data is too large, try ",
            Setting.INITIALIZATION,
            " he or scaled data")
        : lowerLearningRate(config);
  }

  /**
   * A gradient that is not finite makes a parameter so, which mostly shows in the next cost. Where
   * an activation hides it, it is found here, at the next cost that is read.
   */
  private static void requireFiniteParameters(
      TrainingStep step, long iteration, TrainingConfig config) {
    Optional<NonFiniteSearch.Finding> finding = step.findNonFiniteParameter();
    if (finding.isPresent()) {
      long first = Math.max(0, iteration - config.logEvery() + 1);
      throw new NonFiniteCostException(
          iteration,
          finding.get().layer(),
          Message.of(
                  "a gradient was not finite at iteration %s: first seen in %s; "
                      .formatted(
                          first == iteration ? iteration : first + " … " + iteration,
                          finding.get().what()))
              .then(remedy(iteration, config)));
    }
  }

  private static Message lowerLearningRate(TrainingConfig config) {
    return Message.of("try a lower ", Setting.LEARNING_RATE, " than " + config.learningRate());
  }

  /** The last update has no cost behind it that would show what it did. */
  private static void requireFinite(Parameters parameters, TrainingConfig config) {
    for (int l = 1; l <= parameters.layers().size(); l++) {
      LayerParameters layer = parameters.layers().get(l - 1);
      if (!isFinite(layer.weights()) || !isFinite(layer.bias())) {
        throw new NonFiniteCostException(
            config.iterations(),
            OptionalInt.of(l),
            Message.of(
                    "the parameters of layer %d are not finite after the last of %d updates; "
                        .formatted(l, config.iterations()))
                .then(lowerLearningRate(config)));
      }
    }
  }

  private static boolean isFinite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
