package oncilla.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.backend.Backend;
import oncilla.backend.LaunchTime;
import oncilla.train.TrainingStep;

/**
 * Measures each launch of a training step by the device's own clock. The steps are timed without
 * events first, because a queue that times is slower.
 */
public final class StepProfiler {
  /** Fewest steps of which each launch is timed. */
  public static final int FEWEST = 10;

  /** Most, however short a step is. */
  public static final int MOST = 200;

  private static final double NANOS = 1e9;

  private final double seconds;
  private final StepSettings settings;

  /**
   * Measures.
   *
   * @param seconds for the steps whose launches are timed, about
   */
  public StepProfiler(double seconds, StepSettings settings) {
    this.seconds = seconds;
    this.settings = settings;
  }

  /**
   * Measures one network on one target.
   *
   * @param step the same network there, timed without events
   * @return empty where the backend has no launches, or where its device was not measured
   * @throws oncilla.backend.BackendException if a device cannot hold it
   */
  public Optional<StepProfile> measure(BenchTarget target, StepNet net, StepResult step) {
    Backend backend = target.backend();
    OptionalDouble bandwidth = BandwidthMeasurement.of(backend);
    if (bandwidth.isEmpty() || target.peakFlops().isEmpty()) {
      return Optional.empty();
    }
    List<List<LaunchTime>> runs;
    try (TrainingStep timed = settings.prepare(backend, net)) {
      // The first compiles what a driver compiles at a first launch.
      timed.runTimed();
      runs = runs(timed);
    }
    return Optional.of(
        profile(
            target, net, step, runs, bandwidth.getAsDouble(), target.peakFlops().getAsDouble()));
  }

  private List<List<LaunchTime>> runs(TrainingStep timed) {
    List<List<LaunchTime>> runs = new ArrayList<>();
    long start = System.nanoTime();
    while (runs.size() < FEWEST
        || runs.size() < MOST && System.nanoTime() - start < seconds * NANOS) {
      runs.add(timed.runTimed().orElseThrow());
    }
    return runs;
  }

  /** Puts together what the runs of one step say. */
  static StepProfile profile(
      BenchTarget target,
      StepNet net,
      StepResult step,
      List<List<LaunchTime>> runs,
      double bytesPerSecond,
      double operationsPerSecond) {
    List<LaunchProfile> launches = new ArrayList<>();
    List<LaunchTime> first = runs.get(0);
    for (int i = 0; i < first.size(); i++) {
      int index = i;
      LaunchTime any = first.get(i);
      launches.add(
          new LaunchProfile(
              any.kernel(),
              any.mode(),
              Statistics.of(runs.stream().mapToDouble(run -> run.get(index).seconds()).toArray()),
              Statistics.of(runs.stream().mapToDouble(run -> gap(run, index)).toArray()),
              any.bytes(),
              any.operations(),
              Math.max(any.bytes() / bytesPerSecond, any.operations() / operationsPerSecond)));
    }
    return new StepProfile(
        target.name(),
        target.backend().precision().label(),
        net,
        launches,
        Statistics.of(runs.stream().mapToDouble(StepProfiler::span).toArray()),
        Statistics.of(runs.stream().mapToDouble(StepProfiler::gaps).toArray()),
        step,
        bytesPerSecond,
        operationsPerSecond);
  }

  /** Seconds between a launch and the one before it; never negative, should they overlap. */
  private static double gap(List<LaunchTime> run, int index) {
    return index == 0
        ? 0
        : Math.max(0, run.get(index).startNanos() - run.get(index - 1).endNanos()) / NANOS;
  }

  private static double gaps(List<LaunchTime> run) {
    double sum = 0;
    for (int i = 0; i < run.size(); i++) {
      sum += gap(run, i);
    }
    return sum;
  }

  private static double span(List<LaunchTime> run) {
    return (run.get(run.size() - 1).endNanos() - run.get(0).startNanos()) / NANOS;
  }
}
