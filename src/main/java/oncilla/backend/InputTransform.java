package oncilla.backend;

import java.util.Optional;

/**
 * What a gathered row of stored numbers becomes: x / divisor, or standardised (x / divisor − μ) / σ
 * with μ and σ of each column; images may be changed at random before that.
 *
 * @param divisor 255 for pixels, 1 for numbers
 * @param standardization μ and σ, where the inputs are standardised
 * @param augmentation how images are changed, where they are; then an epoch is that of the state
 * @param staged whether the rows of the batch were picked before: then row i of the source is row i
 *     of the batch, and its index only says which example that is
 */
public record InputTransform(
    double divisor,
    Optional<Columns> standardization,
    Optional<Augmentation> augmentation,
    boolean staged) {
  /**
   * μ and σ of each column.
   *
   * @param mean {@code 1 × n} of type {@code REAL}
   * @param deviation {@code 1 × n} of type {@code REAL}, nowhere 0
   */
  public record Columns(Tensor mean, Tensor deviation) {}

  /** Checks the divisor. */
  public InputTransform {
    if (!(divisor > 0) || Double.isInfinite(divisor)) {
      throw new IllegalArgumentException("gather: divisor must be positive, not " + divisor);
    }
  }

  /** Of rows that are picked by their indices. */
  public InputTransform(
      double divisor, Optional<Columns> standardization, Optional<Augmentation> augmentation) {
    this(divisor, standardization, augmentation, false);
  }

  /** The same of rows that were picked before. */
  public InputTransform ofStaged() {
    return new InputTransform(divisor, standardization, augmentation, true);
  }

  /** Division and nothing else. */
  public static InputTransform dividing(double divisor) {
    return new InputTransform(divisor, Optional.empty(), Optional.empty());
  }
}
