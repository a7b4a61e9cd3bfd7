package oncilla.check.gradient;

import java.util.Optional;

/**
 * The result of the gradient check for one random direction v over all parameters, ‖v‖ = 1.
 *
 * @param draws number of directions that were drawn; all but the last met a kink
 * @param analytical g·v
 * @param numerical the central difference along v
 * @param difference |g·v − numerical| / max(|g·v| + |numerical|, 2·‖g‖/√n): the second is about the
 *     mean of the first over all directions of n elements, so that a direction that happens to lie
 *     across the gradient does not blow the difference up
 * @param bound the largest difference that holds
 * @param failure why the difference does not hold, one line; empty if it does
 */
public record DirectionGradient(
    int draws,
    double analytical,
    double numerical,
    double difference,
    double bound,
    Optional<String> failure) {
  /** Whether the difference is within the bound. */
  public boolean holds() {
    return failure.isEmpty();
  }
}
