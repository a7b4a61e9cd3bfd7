package oncilla.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import oncilla.backend.Backend;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingListener.ValidationPoint;
import oncilla.train.TrainingStep.StepCost;
import oncilla.train.checkpoint.Pauses;
import oncilla.train.checkpoint.Snapshot;
import oncilla.train.checkpoint.TrainingState;
import oncilla.train.health.NonFiniteCostException;
import oncilla.train.health.NonFiniteSearch;

/**
 * A run from where it begins, or goes on, to where it ends or is interrupted: the loop of a {@link
 * Trainer}.
 */
final class Sitting {
  private final Backend backend;
  private final TrainingStep step;
  private final Watching watching;
  private final TrainingConfig config;
  private final List<TrainingListener> listeners;
  private final Optional<TrainingState> from;
  private final Pauses pauses;
  private final LongSupplier nanoClock;
  private long begin;

  /**
   * All is prepared.
   *
   * @param from where {@code step} and {@code watching} are, if not at the start
   */
  Sitting(
      Backend backend,
      TrainingStep step,
      Watching watching,
      TrainingConfig config,
      List<TrainingListener> listeners,
      Optional<TrainingState> from,
      Pauses pauses,
      LongSupplier nanoClock) {
    this.backend = backend;
    this.step = step;
    this.watching = watching;
    this.config = config;
    this.listeners = listeners;
    this.from = from;
    this.pauses = pauses;
    this.nanoClock = nanoClock;
  }

  /** Trains; once. */
  TrainingResult run() {
    TrainingRun run = new TrainingRun(config.iterations(), config.logEvery());
    listeners.forEach(listener -> listener.started(run));
    begin = nanoClock.getAsLong();
    Ending ending =
        from.filter(state -> state.step() == config.iterations())
            .map(Ending::already)
            .orElseGet(this::replay);
    double seconds = seconds();
    Parameters parameters = watching.keptParameters().orElseGet(step::parameters);
    requireFinite(parameters, config);
    listeners.forEach(listener -> listener.finished(seconds));
    return new TrainingResult(
        parameters,
        ending.iterations(),
        seconds,
        ending.last().cost(),
        ending.last().dataCost(),
        watching.kept(),
        ending.interrupted());
  }

  /** That the run has taken, with the sittings before. */
  private double seconds() {
    return from.map(TrainingState::seconds).orElse(0.0) + (nanoClock.getAsLong() - begin) / 1e9;
  }

  /** How many updates were made, and the cost before the last of them. */
  private record Ending(long iterations, StepCost last, boolean interrupted) {
    /** Of a run whose last update was made before. */
    static Ending already(TrainingState state) {
      return new Ending(state.step(), new StepCost(state.cost(), state.dataCost(), -1), false);
    }
  }

  private Ending replay() {
    try (InFlightLimit inFlight = new InFlightLimit(backend::mark, nanoClock)) {
      for (long iteration = from.map(TrainingState::step).orElse(0L); ; iteration++) {
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
        Pauses.Then then = last ? Pauses.Then.GO_ON : pauses.after(iteration + 1);
        if (!logged && !validates && then == Pauses.Then.GO_ON) {
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
            tellNorm(iteration);
          }
          tell(listeners, iteration, cost, measured);
        }
        before.ifPresent(point -> tell(listeners, point, config));
        after.ifPresent(point -> tell(listeners, point, config));
        if (stops || then == Pauses.Then.STOP) {
          long updates = iteration + 1;
          listeners.forEach(listener -> listener.stopped(updates));
        }
        if (stops || last) {
          ended(cost);
          return new Ending(iteration + 1, cost, false);
        }
        if (then != Pauses.Then.GO_ON) {
          save(cost);
        }
        if (then == Pauses.Then.STOP) {
          return new Ending(iteration + 1, cost, true);
        }
      }
    }
  }

  /** Of the step whose cost was just read, which left it on the device to clip by. */
  private void tellNorm(long iteration) {
    double[] norm = new double[1];
    backend.download(step.memory().norm(), norm);
    listeners.forEach(listener -> listener.gradientNorm(iteration, norm[0]));
  }

  /** Hands the state over; waits for the device. */
  private void save(StepCost cost) {
    TrainingState now = state(cost);
    pauses.save(now, watching.best(now));
  }

  /** Hands the state at the end over, if it is wanted. */
  private void ended(StepCost cost) {
    if (pauses.keepsEnd()) {
      TrainingState now = state(cost);
      pauses.ended(now, watching.best(now));
    }
  }

  private TrainingState state(StepCost cost) {
    return new TrainingState(
        new Snapshot(step.position(), step.parameters(), step.moments()),
        watching.state(),
        cost.cost(),
        cost.dataCost(),
        seconds());
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
    BadStep bad = step.bad();
    bad.repeat();
    boolean costIsFinite = Double.isFinite(step.readCost().cost());
    NonFiniteSearch.Finding finding = bad.find(costIsFinite);
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
