package oncilla.train.health;

import java.util.OptionalInt;
import oncilla.base.Message;
import oncilla.base.Worded;

/**
 * Training met a number that is not finite and stopped. The message is one line with iteration,
 * layer and what to try.
 */
public final class NonFiniteCostException extends RuntimeException implements Worded {
  private static final long serialVersionUID = 1L;

  private final long iteration;
  private final int layer;
  private final Message message;

  /**
   * With that line.
   *
   * @param iteration the first iteration whose cost or gradient was not finite, as far as known
   * @param layer the layer that gave the first such numbers, if it was a layer
   */
  public NonFiniteCostException(long iteration, OptionalInt layer, Message message) {
    super(message.toString());
    this.iteration = iteration;
    this.layer = layer.orElse(0);
    this.message = message;
  }

  @Override
  public Message worded() {
    return message;
  }

  /** The first iteration whose cost or gradient was not finite, as far as known. */
  public long iteration() {
    return iteration;
  }

  /** The layer that gave the first such numbers, from 1; empty if it was no layer. */
  public OptionalInt layer() {
    return layer == 0 ? OptionalInt.empty() : OptionalInt.of(layer);
  }
}
