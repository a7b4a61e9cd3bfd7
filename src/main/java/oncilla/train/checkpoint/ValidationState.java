package oncilla.train.checkpoint;

import java.util.Optional;

/**
 * What the validations of a run have come to.
 *
 * @param lowest the validation with the lowest cost; empty before the first
 * @param sinceLowest validations since then
 * @param kept the state of that validation, where the run is to give its parameters
 */
public record ValidationState(Optional<Lowest> lowest, int sinceLowest, Optional<Snapshot> kept) {
  /**
   * The validation with the lowest cost.
   *
   * @param iteration updates made until then
   * @param epochs whole passes over the training set made
   * @param dataCost the mean cross-entropy
   * @param accuracy the share that was right
   */
  public record Lowest(long iteration, long epochs, double dataCost, double accuracy) {}

  /** Before the first validation, and where there is none. */
  public static ValidationState none() {
    return new ValidationState(Optional.empty(), 0, Optional.empty());
  }
}
