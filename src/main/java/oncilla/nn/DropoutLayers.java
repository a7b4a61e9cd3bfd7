package oncilla.nn;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oncilla.backend.Arena;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;

/**
 * Inverted dropout behind the hidden layers that have it, with the masks' memory. A layer that
 * keeps every unit has no mask and records nothing.
 */
public final class DropoutLayers {
  private final Map<Integer, Dropout> layers;

  private DropoutLayers(Map<Integer, Dropout> layers) {
    this.layers = layers;
  }

  /** No dropout, as in evaluation. */
  public static DropoutLayers none() {
    return new DropoutLayers(Map.of());
  }

  /**
   * Allocates the masks.
   *
   * @param seed the run's seed
   * @param rows m
   */
  public static DropoutLayers allocate(
      Arena arena, Network network, Regularization regularization, long seed, long rows) {
    Map<Integer, Dropout> layers = new TreeMap<>();
    for (int layer = 1; layer < network.depth(); layer++) {
      double keep = regularization.keepProbability(layer);
      if (keep < 1) {
        Shape shape = Shape.of(rows, network.layers().get(layer - 1).outputs());
        layers.put(
            layer,
            new Dropout(
                DropoutMask.of(seed, layer, keep), keep, arena.allocate(ElementType.U8, shape)));
      }
    }
    return new DropoutLayers(layers);
  }

  /** The dropout behind a layer, if it has one. */
  Optional<Dropout> of(int layer) {
    return Optional.ofNullable(layers.get(layer));
  }

  /** Draws the step's mask of a layer and applies it to its activation, in place. */
  void forward(Ops ops, StepState state, int layer, Tensor activation) {
    of(layer).ifPresent(dropout -> ops.drawDropout(dropout, state, activation, activation));
  }
}
