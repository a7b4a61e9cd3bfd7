package oncilla.check.gradient;

import java.util.Optional;

/**
 * What the gradient check says of one random direction v over all parameters, ‖v‖ = 1.
 *
 * @param draws how many directions were drawn; all but the last met a kink
 * @param analytical g·v
 * @param numerical the central difference along v
 * @param difference |g·v − numerical| / max(|g·v| + |numerical|, 2·‖g‖/√n): the second is what the
 *     first is on average over the directions of n elements, so that a direction that happens to
 *     lie across the gradient does not blow the difference up
 * @param bound the largest difference that holds
 * @param failure why it does not hold, one line; empty if it does
 */
public record DirectionGradient(
    int draws,
    double analytical,
    double numerical,
    double difference,
    double bound,
    Optional<String> failure) {
  /** Whether it holds. */
  public boolean holds() {
    return failure.isEmpty();
  }
}
