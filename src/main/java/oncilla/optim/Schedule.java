package oncilla.optim;

/**
 * How the learning rate changes from update to update. Updates count from 0, T is how many there
 * are in all. In the first w updates, the warm-up, the rate is lr · (t + 1) / w.
 */
public sealed interface Schedule permits ConstantSchedule, StepSchedule, CosineSchedule {
  /** w, the updates of the warm-up; 0 without one. */
  long warmup();

  /**
   * The rate behind the warm-up.
   *
   * @param base lr
   * @param since t − w, updates since the warm-up ended
   * @param remaining T − w, updates behind the warm-up in all
   */
  double afterWarmup(double base, long since, long remaining);

  /** The word for it. */
  String label();

  /**
   * The learning rate of an update.
   *
   * @param base lr
   * @param update t, from 0
   * @param updates T
   */
  default double rate(double base, long update, long updates) {
    return update < warmup()
        ? base * (update + 1) / warmup()
        : afterWarmup(base, update - warmup(), updates - warmup());
  }

  /** Whether every update has the same rate. */
  default boolean isConstant() {
    return false;
  }

  /**
   * Checks that the warm-up leaves updates.
   *
   * @throws IllegalArgumentException if not
   */
  default void requireFit(long updates) {
    if (warmup() > 0 && warmup() >= updates) {
      throw new IllegalArgumentException(
          "a warm-up of %d leaves none of the %d updates".formatted(warmup(), updates));
    }
  }

  /** One rate for all updates. */
  static Schedule constant() {
    return new ConstantSchedule(0);
  }

  /** Checks a warm-up. */
  static void requireWarmup(long warmup) {
    if (warmup < 0) {
      throw new IllegalArgumentException("a warm-up has at least 0 updates, not " + warmup);
    }
  }
}
