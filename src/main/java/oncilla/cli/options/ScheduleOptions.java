package oncilla.cli.options;

import java.util.Map;
import oncilla.cli.console.Usage;
import oncilla.optim.ConstantSchedule;
import oncilla.optim.CosineSchedule;
import oncilla.optim.Schedule;
import oncilla.optim.StepSchedule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How the learning rate changes. */
public final class ScheduleOptions {
  private static final double STEP_FACTOR = 0.1;

  @Option(
      names = "--schedule",
      paramLabel = "HOW",
      description =
          "How the learning rate goes on behind the warm-up: ${COMPLETION-CANDIDATES}"
              + " (default constant).")
  ScheduleName schedule;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Updates in which the learning rate rises to its value (default 0).")
  Long warmup;

  @Option(
      names = "--step-every",
      paramLabel = "N",
      description = "With --schedule step: updates from one step to the next.")
  Long stepEvery;

  @Option(
      names = "--step-factor",
      paramLabel = "F",
      description =
          "With --schedule step: what a learning rate is of the one before (default "
              + STEP_FACTOR
              + ").")
  Double stepFactor;

  private ScheduleName name() {
    return schedule == null ? ScheduleName.CONSTANT : schedule;
  }

  private long warmup() {
    return warmup == null ? 0 : warmup;
  }

  private double stepFactor() {
    return stepFactor == null ? STEP_FACTOR : stepFactor;
  }

  /** The schedule. */
  public Schedule schedule(CommandSpec spec) {
    boolean isStep = name() == ScheduleName.STEP;
    if (stepEvery != null && !isStep || stepFactor != null && !isStep) {
      throw Usage.error(
          spec,
          (stepEvery != null ? "--step-every" : "--step-factor")
              + " has no meaning with --schedule "
              + name());
    }
    if (isStep && stepEvery == null) {
      throw Usage.error(spec, "--schedule step needs --step-every N");
    }
    return Usage.check(
        spec,
        () ->
            switch (name()) {
              case CONSTANT -> new ConstantSchedule(warmup());
              case STEP -> new StepSchedule(warmup(), stepEvery, stepFactor());
              case COSINE -> new CosineSchedule(warmup());
            });
  }

  /** Puts the options into a configuration; null is what the schedule does not have. */
  public void describe(Map<String, Object> options) {
    options.put("schedule", name().toString());
    options.put("warmup", warmup());
    options.put("step_every", stepEvery);
    options.put("step_factor", name() == ScheduleName.STEP ? stepFactor() : null);
  }
}
