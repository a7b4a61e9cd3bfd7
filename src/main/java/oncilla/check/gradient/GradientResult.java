package oncilla.check.gradient;

import java.util.List;
import java.util.Optional;

/**
 * The result of a gradient check.
 *
 * @param blocks W1, b1, W2, …
 * @param direction the random direction, where blocks were sampled
 * @param difference ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) over all elements that were compared
 * @param failures what else did not hold, one line each
 */
public record GradientResult(
    List<BlockGradient> blocks,
    Optional<DirectionGradient> direction,
    double difference,
    List<String> failures) {
  /** Copies the lists. */
  public GradientResult {
    blocks = List.copyOf(blocks);
    failures = List.copyOf(failures);
  }

  /** The same with other failures. */
  GradientResult withFailures(List<String> values) {
    return new GradientResult(blocks, direction, difference, values);
  }

  /** Whether every block, the direction and everything else holds. */
  public boolean holds() {
    return failures.isEmpty()
        && blocks.stream().allMatch(BlockGradient::holds)
        && direction.map(DirectionGradient::holds).orElse(true);
  }
}
