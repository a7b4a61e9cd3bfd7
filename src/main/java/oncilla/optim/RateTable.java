package oncilla.optim;

import oncilla.backend.StepState;

/**
 * Keeps the learning rates of the next steps in a {@link StepState}: computed in double, uploaded
 * for {@value #MOST} steps at a time, so that a step needs nothing from the host. Work runs in the
 * order of submission, so what is uploaded is for the steps submitted later.
 */
public final class RateTable {
  /** Most rates that are uploaded at once. */
  public static final int MOST = 1024;

  private final StepState state;
  private final Schedule schedule;
  private final double base;
  private final long updates;
  private long end;

  /**
   * A table for a whole run; nothing is uploaded yet.
   *
   * @param state with {@link #size} rates
   * @param base lr
   * @param updates T
   */
  public RateTable(StepState state, Schedule schedule, double base, long updates) {
    this.state = state;
    this.schedule = schedule;
    this.base = base;
    this.updates = updates;
  }

  /** How many rates a state needs for a run of so many updates. */
  public static int size(Schedule schedule, long updates) {
    return schedule.isConstant() ? 1 : (int) Math.min(MOST, updates);
  }

  /** Makes sure that the rate of {@code step} is there; steps are asked for in order. */
  public void prepare(long step) {
    if (step < end) {
      return;
    }
    int size = state.rates();
    double[] rates = new double[size];
    for (int i = 0; i < size; i++) {
      // Behind the last update there is no rate; the last stays.
      long update = Math.min(step + i, Math.max(step, updates - 1));
      rates[(int) ((step + i) % size)] = schedule.rate(base, update, updates);
    }
    state.setLearningRates(rates);
    end = schedule.isConstant() ? Long.MAX_VALUE : step + size;
  }

  /** Gives all steps from now on one rate, whatever the schedule says. */
  public void fix(double rate) {
    state.setLearningRate(rate);
    end = Long.MAX_VALUE;
  }
}
