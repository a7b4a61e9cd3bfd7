package oncilla.train.rate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oncilla.backend.Backend;
import oncilla.backend.StepState;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.Dataset;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.optim.Schedule;
import oncilla.train.MemoryPlan;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.TrainingRun;
import oncilla.train.TrainingStep;
import oncilla.train.TrainingStep.StepCost;
import oncilla.train.health.NonFiniteCostException;

/**
 * Trains a little with a learning rate that grows from update to update, and looks at the cost of
 * each. It ends where the smoothed cost is above four times its lowest, or not finite: with rates
 * that large a net learns nothing, and that is what the test is for. The parameters are of no use
 * afterwards, and are not given.
 */
public final class RateFinder {
  private RateFinder() {}

  /**
   * Runs the test.
   *
   * @param backend computes; stays open
   * @param data the training examples
   * @param start parameters before the first update
   * @param config batches, optimiser, regularization and seed; its iterations, learning rate,
   *     schedule and distance between costs are not used
   * @param listeners told of each update's cost
   * @throws NonFiniteCostException if not even the first cost is finite
   * @throws IllegalArgumentException if the arguments do not fit each other, or the first rate does
   *     not fit the precision
   * @throws oncilla.backend.BackendException if the device has too little memory or fails
   */
  public static RateCurve run(
      Backend backend,
      Network network,
      Dataset data,
      Parameters start,
      TrainingConfig config,
      RateRange range,
      List<TrainingListener> listeners) {
    RateCurve curve = new RateCurve(range);
    TrainingConfig first =
        config
            .withSchedule(Schedule.constant())
            .withIterations(range.updates())
            .withLearningRate(range.from());
    try (TrainingStep step =
        TrainingStep.prepare(
            backend,
            network,
            data,
            start,
            first,
            StepState.Position.START,
            MemoryPlan.find(backend, network, data.features(), first, Optional.empty()))) {
      listeners.forEach(listener -> listener.started(new TrainingRun(range.updates(), 1)));
      long begin = System.nanoTime();
      boolean more = true;
      for (int update = 0; more && update < range.updates(); update++) {
        step.setLearningRate(range.rate(update));
        step.run();
        long made = update + 1L;
        listeners.forEach(listener -> listener.progress(made));
        StepCost cost = step.readCost();
        if (!cost.isGood()) {
          requireStart(update);
          curve.endNotFinite();
          break;
        }
        listeners.forEach(listener -> listener.cost(made - 1, cost.cost(), cost.dataCost()));
        more = curve.add(cost.cost());
      }
      long made = curve.points().size();
      double seconds = (System.nanoTime() - begin) / 1e9;
      listeners.forEach(
          listener -> {
            listener.stopped(made);
            listener.finished(seconds);
          });
    }
    return curve;
  }

  private static void requireStart(int update) {
    if (update == 0) {
      throw new NonFiniteCostException(
          0,
          OptionalInt.empty(),
          Message.of(
              "the cost is not finite before the first update: the start or the data is too large,"
                  + " try ",
              Setting.INITIALIZATION,
              " he or scaled data"));
    }
  }
}
