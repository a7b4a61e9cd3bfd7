package oncilla.train.checkpoint;

import java.util.Optional;

/**
 * Who is asked between two updates of a run whether its state is to be kept, and whether it is to
 * stop. Reading the state waits for the device and copies all parameters to the host; it changes
 * nothing of what the run computes.
 */
public interface Pauses {
  /** A run that nobody interrupts and of which nothing is kept on the way. */
  Pauses NONE = new Pauses() {};

  /** What happens between two updates. */
  enum Then {
    /** The next update. */
    GO_ON,
    /** The state is kept, then the next update. */
    SAVE,
    /** The state is kept, and the run stops. */
    STOP
  }

  /**
   * What is to happen after an update that is not the last; called after each, so it must be quick.
   *
   * @param iterations updates made
   */
  default Then after(long iterations) {
    return Then.GO_ON;
  }

  /**
   * The run is where it should be kept; every cost so far was finite.
   *
   * @param best the state that gave the parameters with the lowest validation cost, where the run
   *     keeps those
   */
  default void save(TrainingState now, Optional<TrainingState> best) {}

  /** Whether {@link #ended} wants to see the state at the end. */
  default boolean keepsEnd() {
    return false;
  }

  /** The last update was made, and this is what the run came to. */
  default void ended(TrainingState now, Optional<TrainingState> best) {}
}
