package oncilla.backend;

import java.util.Arrays;

/**
 * The few values of a training step that change from one step to the next. They live on the device,
 * so that a recorded step needs nothing from the host.
 *
 * @param counters {@code 1 × 4} of type {@code I64}: the step (iteration), the epoch and the row
 *     offset into the order of the examples, each from 0, and the first step whose cost was not
 *     finite, or −1
 * @param learningRate {@code 1 × R} of type {@code REAL}: the rates of R steps; that of a step lies
 *     at step mod R, so that R = 1 is one rate for all steps, and a schedule is uploaded for R
 *     steps at a time
 */
public record StepState(Tensor counters, Tensor learningRate) {
  /** Index of the step in {@link #counters}. */
  public static final int STEP = 0;

  /** Index of the epoch in {@link #counters}. */
  public static final int EPOCH = 1;

  /** Index of the row offset in {@link #counters}. */
  public static final int ROW_OFFSET = 2;

  /** Index of the first bad step in {@link #counters}; −1 while every cost was finite. */
  public static final int FIRST_BAD_STEP = 3;

  /** Number of counters. */
  public static final int COUNTERS = 4;

  /**
   * Where a run is.
   *
   * @param step updates made so far
   * @param epoch passes over the training set made so far
   * @param rowOffset examples of this epoch that were used so far
   */
  public record Position(long step, long epoch, long rowOffset) {
    /** Before the first update. */
    public static final Position START = new Position(0, 0, 0);

    /** Checks that nothing is negative. */
    public Position {
      if (step < 0 || epoch < 0 || rowOffset < 0) {
        throw new IllegalArgumentException(
            "a run is at a step, epoch and row of at least 0, not at %d, %d, %d"
                .formatted(step, epoch, rowOffset));
      }
    }
  }

  /** Allocates a state at the start of a run, no bad step, with the given rate. */
  public static StepState allocate(Arena arena, double learningRate) {
    return allocate(arena, Position.START, learningRate);
  }

  /** Allocates a state at {@code position}, no bad step, with the given rate. */
  public static StepState allocate(Arena arena, Position position, double learningRate) {
    StepState state = allocate(arena);
    state.set(position);
    state.setLearningRate(learningRate);
    return state;
  }

  /** Allocates the memory of a state, which holds nothing of use until it is set. */
  public static StepState allocate(Arena arena) {
    return allocate(arena, 1);
  }

  /**
   * Allocates the memory of a state with {@code rates} learning rates, which holds nothing of use
   * until it is set.
   */
  public static StepState allocate(Arena arena, int rates) {
    return new StepState(
        arena.allocate(ElementType.I64, Shape.vector(COUNTERS)),
        arena.allocate(ElementType.REAL, Shape.vector(rates)));
  }

  /** How many learning rates there are. */
  public int rates() {
    return Math.toIntExact(learningRate.shape().size());
  }

  /** Goes to {@code position}, with no bad step. */
  public void set(Position position) {
    counters
        .owner()
        .upload(new long[] {position.step(), position.epoch(), position.rowOffset(), -1}, counters);
  }

  /** Changes the learning rate of the steps submitted from now on. */
  public void setLearningRate(double rate) {
    double[] rates = new double[rates()];
    Arrays.fill(rates, rate);
    setLearningRates(rates);
  }

  /**
   * Changes the learning rates of the steps submitted from now on.
   *
   * @param rates {@link #rates} numbers, that of a step at step mod R
   */
  public void setLearningRates(double[] rates) {
    learningRate.owner().upload(rates, learningRate);
  }

  /** Waits, and reads where the run is; after a bad step, the step that was bad. */
  public Position position() {
    long[] values = values();
    return new Position(values[STEP], values[EPOCH], values[ROW_OFFSET]);
  }

  /** Waits, and reads the first step whose cost was not finite; −1 while every cost was. */
  public long firstBadStep() {
    return values()[FIRST_BAD_STEP];
  }

  private long[] values() {
    long[] values = new long[COUNTERS];
    counters.owner().download(counters, values);
    return values;
  }
}
