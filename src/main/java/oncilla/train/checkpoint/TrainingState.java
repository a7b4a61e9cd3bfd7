package oncilla.train.checkpoint;

/**
 * All that a run needs to go on and to end in the same bytes as if it had never stopped. What
 * follows from seed and position (the order of the examples, dropout masks, augmentation, learning
 * rate) is not in it.
 *
 * @param now parameters, what the optimiser remembers, and where the run is
 * @param validation what its validations have come to
 * @param cost J before the last update that was made
 * @param dataCost the cross-entropy alone
 * @param seconds that the run has taken so far
 */
public record TrainingState(
    Snapshot now, ValidationState validation, double cost, double dataCost, double seconds) {
  /** Updates made. */
  public long step() {
    return now.position().step();
  }

  /** The state as it was at an earlier update, with what the validations had come to then. */
  public TrainingState at(Snapshot earlier, ValidationState then) {
    return new TrainingState(earlier, then, cost, dataCost, seconds);
  }
}
