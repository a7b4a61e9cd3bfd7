package oncilla.check;

/**
 * One parameter block after one step, compared with the reference.
 *
 * @param step steps made, from 1
 * @param block {@code W1}, {@code b1}, …
 * @param error relative to the norm of the layer's weights
 * @param bound the largest error that rounding explains
 */
public record StepResult(int step, String block, double error, double bound) {
  /** Whether it is within the bound; NaN is not. */
  public boolean holds() {
    return error <= bound;
  }
}
