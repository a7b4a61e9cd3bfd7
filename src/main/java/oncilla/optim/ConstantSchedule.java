package oncilla.optim;

/**
 * lr, behind the warm-up.
 *
 * @param warmup w, updates of the warm-up
 */
public record ConstantSchedule(long warmup) implements Schedule {
  /** Checks the warm-up. */
  public ConstantSchedule {
    Schedule.requireWarmup(warmup);
  }

  @Override
  public double afterWarmup(double base, long since, long remaining) {
    return base;
  }

  @Override
  public String label() {
    return "constant";
  }

  @Override
  public boolean isConstant() {
    return warmup == 0;
  }
}
