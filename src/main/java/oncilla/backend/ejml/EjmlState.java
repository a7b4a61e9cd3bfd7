package oncilla.backend.ejml;

import oncilla.backend.StepState;

/** The state of a run in Java arrays: what the operations read of it and change. */
final class EjmlState {
  private final StepState state;

  EjmlState(StepState state) {
    this.state = state;
  }

  /** Iterations done so far. */
  long step() {
    return counter(StepState.STEP);
  }

  /** Passes over the training set before this one. */
  long epoch() {
    return counter(StepState.EPOCH);
  }

  /** Where the batch begins in the order of the rows. */
  long rowOffset() {
    return counter(StepState.ROW_OFFSET);
  }

  /** Whether no step has had a cost that is not finite. */
  boolean isGood() {
    return counter(StepState.FIRST_BAD_STEP) < 0;
  }

  /** The rate of this step. */
  double learningRate() {
    int index = (int) (step() % state.rates());
    return Matrices.read(((EjmlTensor) state.learningRate()).matrix()).get(index);
  }

  /** Remembers this step as the first bad one, unless there was one before. */
  void markBad() {
    if (isGood()) {
      set(StepState.FIRST_BAD_STEP, step());
    }
  }

  /**
   * Goes to the next step, {@code rows} examples further, and behind the last to the next epoch.
   */
  void advance(long rows, long totalRows) {
    if (isGood()) {
      set(StepState.STEP, step() + 1);
      long offset = rowOffset() + rows;
      boolean ended = offset >= totalRows;
      set(StepState.ROW_OFFSET, ended ? 0 : offset);
      if (ended) {
        set(StepState.EPOCH, counter(StepState.EPOCH) + 1);
      }
    }
  }

  private long counter(int index) {
    EjmlTensor counters = (EjmlTensor) state.counters();
    return counters.longs()[counters.offset() + index];
  }

  private void set(int index, long value) {
    EjmlTensor counters = (EjmlTensor) state.counters();
    counters.longs()[counters.offset() + index] = value;
  }
}
