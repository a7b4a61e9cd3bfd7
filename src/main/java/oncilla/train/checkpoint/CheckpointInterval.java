package oncilla.train.checkpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How often the state of a run is kept: every so many updates, or minutes.
 *
 * @param updates between two checkpoints, where they are counted
 * @param time between two checkpoints, where it is
 */
public record CheckpointInterval(OptionalLong updates, Optional<Duration> time) {
  private static final long MOST_MINUTES = 1_000_000;

  /** Every ten minutes. */
  public static final CheckpointInterval DEFAULT =
      new CheckpointInterval(OptionalLong.empty(), Optional.of(Duration.ofMinutes(10)));

  /**
   * From {@code 500}, updates, or {@code 10m}, minutes.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static CheckpointInterval parse(String text) {
    boolean minutes = text.endsWith("m");
    String number = minutes ? text.substring(0, text.length() - 1) : text;
    if (!number.matches("0*[1-9][0-9]{0,17}")
        || (minutes && Long.parseLong(number) > MOST_MINUTES)) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no distance between checkpoints, expected updates (500) or minutes"
              + " (10m), at least 1");
    }
    long value = Long.parseLong(number);
    return minutes
        ? new CheckpointInterval(OptionalLong.empty(), Optional.of(Duration.ofMinutes(value)))
        : new CheckpointInterval(OptionalLong.of(value), Optional.empty());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return updates.isPresent()
        ? Long.toString(updates.getAsLong())
        : time.orElseThrow().toMinutes() + "m";
  }
}
