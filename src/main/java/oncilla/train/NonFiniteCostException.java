package oncilla.train;

import java.util.OptionalInt;

/**
 * Training met a number that is not finite and stopped. The message is one line with iteration,
 * layer and what to try.
 */
public final class NonFiniteCostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long iteration;
  private final int layer;

  /**
   * With that line.
   *
   * @param iteration the first iteration whose cost was not finite
   * @param layer the layer that gave the first such numbers, if it was a layer
   */
  public NonFiniteCostException(long iteration, OptionalInt layer, String message) {
    super(message);
    this.iteration = iteration;
    this.layer = layer.orElse(0);
  }

  /** The first iteration whose cost was not finite. */
  public long iteration() {
    return iteration;
  }

  /** The layer that gave the first such numbers, from 1; empty if it was no layer. */
  public OptionalInt layer() {
    return layer == 0 ? OptionalInt.empty() : OptionalInt.of(layer);
  }
}
