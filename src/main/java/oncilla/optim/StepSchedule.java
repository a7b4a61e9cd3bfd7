package oncilla.optim;

/**
 * Steps down: lr · f^⌊(t − w) / every⌋.
 *
 * @param warmup w, updates of the warm-up
 * @param every updates at one rate
 * @param factor f, what each rate is of the one before, positive
 */
public record StepSchedule(long warmup, long every, double factor) implements Schedule {
  /** Checks the ranges. */
  public StepSchedule {
    Schedule.requireWarmup(warmup);
    if (every < 1) {
      throw new IllegalArgumentException(
          "a learning rate is kept for at least 1 update, not " + every);
    }
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "the factor of a schedule is positive and finite, not " + factor);
    }
  }

  @Override
  public double afterWarmup(double base, long since, long remaining) {
    return base * Math.pow(factor, since / every);
  }

  @Override
  public String label() {
    return "step";
  }
}
