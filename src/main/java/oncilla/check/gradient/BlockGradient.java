package oncilla.check.gradient;

import java.util.Optional;

/**
 * The result of the gradient check for one parameter block.
 *
 * @param block the block
 * @param looked elements that were looked at: all, or a sample
 * @param leftOut of these, elements with a kink between the two points of the central difference
 * @param difference ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) over the others; 0 if both are zero
 * @param bound the largest difference that holds
 * @param worst the element with the largest |g − ĝ|; empty if none could be compared
 * @param failure why the block does not hold, one line; empty if it does
 */
public record BlockGradient(
    ParameterBlock block,
    int looked,
    int leftOut,
    double difference,
    double bound,
    Optional<Worst> worst,
    Optional<String> failure) {
  /**
   * An element of the block with its two derivatives.
   *
   * @param row from 0
   * @param column from 0
   * @param analytical g, from the backward pass
   * @param numerical ĝ, the central difference
   */
  public record Worst(int row, int column, double analytical, double numerical) {
    /** |g − ĝ|. */
    double error() {
      return Math.abs(analytical - numerical);
    }
  }

  /** Number of elements that were compared. */
  public int compared() {
    return looked - leftOut;
  }

  /** Whether the block holds. */
  public boolean holds() {
    return failure.isEmpty();
  }
}
