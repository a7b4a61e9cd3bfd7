package oncilla.optim;

/**
 * Down to nearly 0 along half a wave: lr/2 · (1 + cos(π · (t − w) / (T − w))).
 *
 * @param warmup w, updates of the warm-up
 */
public record CosineSchedule(long warmup) implements Schedule {
  /** Checks the warm-up. */
  public CosineSchedule {
    Schedule.requireWarmup(warmup);
  }

  @Override
  public double afterWarmup(double base, long since, long remaining) {
    return base / 2 * (1 + Math.cos(Math.PI * since / remaining));
  }

  @Override
  public String label() {
    return "cosine";
  }
}
