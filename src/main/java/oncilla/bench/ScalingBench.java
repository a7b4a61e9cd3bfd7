package oncilla.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import oncilla.backend.BackendException;
import oncilla.train.TrainingStep;

/**
 * Measures how the time of a training step grows with the batch or the layer, and whether it has
 * cliffs: at every size n a step is measured in turns with one at n + 1, where the last block of a
 * kernel is nearly empty.
 */
public final class ScalingBench {
  private final Rounds rounds;
  private final double pointSeconds;
  private final Consumer<String> progress;

  /**
   * Measures with {@code rounds}.
   *
   * @param pointSeconds a size is left out where it is expected to take longer than this
   * @param progress is told what is being measured
   * @throws IllegalArgumentException if the time is not positive
   */
  public ScalingBench(Rounds rounds, double pointSeconds, Consumer<String> progress) {
    if (!(pointSeconds > 0)) {
      throw new IllegalArgumentException(
          "the seconds of a point must be positive, not " + pointSeconds);
    }
    this.rounds = rounds;
    this.pointSeconds = pointSeconds;
    this.progress = progress;
  }

  /** Measures one target along {@code sweeps}. */
  public ScalingResult measure(BenchTarget target, List<ScalingSweep> sweeps) {
    List<ScalingPoint> points = new ArrayList<>();
    List<ScalingResult.Skipped> skipped = new ArrayList<>();
    for (ScalingSweep sweep : sweeps) {
      double perOperation = 0;
      for (int size : sweep.sizes()) {
        // Both sizes, warmed up, and no fewer rounds than there must be.
        double runs = 2.0 * (Rounds.FEWEST + 2);
        double expected = runs * perOperation * sweep.at(size).flops();
        if (expected > pointSeconds) {
          skipped.add(
              new ScalingResult.Skipped(
                  sweep.extent(),
                  size,
                  String.format(
                      Locale.ROOT,
                      "expected to take %.0f s, more than %.0f s",
                      expected,
                      pointSeconds)));
          continue;
        }
        progress.accept(target.name() + ": " + sweep.extent().label() + " " + size);
        try {
          ScalingPoint point = point(target, sweep, size);
          points.add(point);
          StepNet net = sweep.at(size);
          perOperation = point.perExample().median() * net.batch() / net.flops();
        } catch (BackendException tooLarge) {
          skipped.add(new ScalingResult.Skipped(sweep.extent(), size, tooLarge.getMessage()));
        }
      }
    }
    return new ScalingResult(target.name(), points, skipped);
  }

  private ScalingPoint point(BenchTarget target, ScalingSweep sweep, int size) {
    StepNet here = sweep.at(size);
    StepNet next = sweep.at(size + 1);
    StepSettings settings = StepSettings.plain();
    try (TrainingStep stepHere = settings.prepare(target.backend(), here);
        TrainingStep stepNext = settings.prepare(target.backend(), next)) {
      Runnable await = target.backend()::synchronize;
      List<Samples> samples =
          rounds.measure(List.of(new Timed(stepHere::run, await), new Timed(stepNext::run, await)));
      Statistics perExample = samples.get(0).time().times(1.0 / here.batch());
      Statistics perExampleNext = samples.get(1).time().times(1.0 / next.batch());
      double batches = (double) here.batch() / next.batch();
      return new ScalingPoint(
          sweep.extent(),
          size,
          perExample,
          perExampleNext,
          samples.get(0).speedOver(samples.get(1)).times(batches));
    }
  }
}
