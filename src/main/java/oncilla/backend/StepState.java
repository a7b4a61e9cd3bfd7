package oncilla.backend;

/**
 * The few values of a training step that change from one step to the next. They live on the device,
 * so that a recorded step needs nothing from the host.
 *
 * @param counters {@code 1 × 3} of type {@code I64}: the step (iteration, from 0), the row offset
 *     into the order of the examples, and the first step whose cost was not finite, or −1
 * @param learningRate {@code 1 × 1} of type {@code REAL}
 */
public record StepState(Tensor counters, Tensor learningRate) {
  /** Index of the step in {@link #counters}. */
  public static final int STEP = 0;

  /** Index of the row offset in {@link #counters}. */
  public static final int ROW_OFFSET = 1;

  /** Index of the first bad step in {@link #counters}; −1 while every cost was finite. */
  public static final int FIRST_BAD_STEP = 2;

  /** Number of counters. */
  public static final int COUNTERS = 3;

  /** Allocates a state at step 0, row 0, no bad step, with the given rate. */
  public static StepState allocate(Arena arena, double learningRate) {
    StepState state = allocate(arena);
    state.start(learningRate);
    return state;
  }

  /** Allocates the memory of a state, which {@link #start} gives its first values. */
  public static StepState allocate(Arena arena) {
    return new StepState(
        arena.allocate(ElementType.I64, Shape.vector(COUNTERS)),
        arena.allocate(ElementType.REAL, Shape.of(1, 1)));
  }

  /** Sets the state to step 0, row 0, no bad step, and the given rate. */
  public void start(double rate) {
    counters.owner().upload(new long[] {0, 0, -1}, counters);
    learningRate.owner().upload(new double[] {rate}, learningRate);
  }
}
