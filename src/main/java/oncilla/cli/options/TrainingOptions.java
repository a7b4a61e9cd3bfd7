package oncilla.cli.options;

import java.util.Map;
import oncilla.cli.console.Usage;
import oncilla.data.Dataset;
import oncilla.nn.LossSettings;
import oncilla.nn.Regularization;
import oncilla.optim.Optimizer;
import oncilla.optim.Schedule;
import oncilla.train.TrainingConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How long and how fast to train. */
public final class TrainingOptions {
  private static final long ITERATIONS = 2500;
  private static final long LOG_EVERY = 100;

  @Mixin RateOptions rate;
  @Mixin OptimizerOptions optimizer;
  @Mixin ScheduleOptions schedule;
  @Mixin LossOptions loss;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Parameter updates (default 2500; with --demo " + DemoDefaults.ITERATIONS + ").")
  Long iterations;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Instead of --iterations: how often to go through the training data.")
  Long epochs;

  @Mixin BatchOptions batches;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description =
          "Distance between costs (default 100; with --demo " + DemoDefaults.LOG_EVERY + ").")
  Long logEvery;

  long iterations(boolean demo) {
    return iterations != null ? iterations : demo ? DemoDefaults.ITERATIONS : ITERATIONS;
  }

  long logEvery(boolean demo) {
    return logEvery != null ? logEvery : demo ? DemoDefaults.LOG_EVERY : LOG_EVERY;
  }

  /**
   * The settings, checked; how many updates some epochs are, which a schedule has to fit, is known
   * with the data.
   */
  public TrainingConfig config(
      CommandSpec spec, boolean demo, Regularization regularization, long seed) {
    if (iterations != null && epochs != null) {
      throw Usage.error(spec, "--iterations and --epochs both say how long to train; give one");
    }
    Optimizer rule = optimizer.optimizer(spec);
    Schedule rates = schedule.schedule(spec);
    LossSettings labels = loss.loss(spec);
    return Usage.check(
        spec,
        () ->
            new TrainingConfig(
                    iterations(demo), rate.learningRate(demo), regularization, seed, logEvery(demo))
                .withBatchSize(batches.size())
                .withAugmentation(batches.augmentation())
                .withOptimizer(rule)
                .withSchedule(epochs == null ? rates : Schedule.constant())
                .withClipNorm(optimizer.clipNorm())
                .withLoss(labels));
  }

  /**
   * The settings for a training set; checks what can only be known of the examples.
   *
   * @param train the training set
   */
  public TrainingConfig forExamples(CommandSpec spec, TrainingConfig config, Dataset train) {
    loss.requireFit(spec, config.loss(), train);
    batches.requireFit(spec, train);
    return epochs == null
        ? config
        : Usage.check(
            spec,
            () ->
                config
                    .withIterations(config.iterationsOf(epochs, train.size()))
                    .withSchedule(schedule.schedule(spec)));
  }

  /** Puts the options into a configuration. */
  public void describe(Map<String, Object> options, boolean demo) {
    options.put("learning_rate", rate.learningRate(demo));
    options.put("iterations", epochs == null ? iterations(demo) : null);
    options.put("epochs", epochs);
    batches.describe(options);
    options.put("log_every", logEvery(demo));
    optimizer.describe(options);
    schedule.describe(options);
    loss.describe(options);
  }
}
