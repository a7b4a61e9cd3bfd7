package oncilla.nn;

import java.util.Map;
import java.util.TreeMap;
import oncilla.backend.Arena;
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
  private record Layer(DropoutMask draw, double keepProbability, Tensor mask) {}

  private final Map<Integer, Layer> layers;

  private DropoutLayers(Map<Integer, Layer> layers) {
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
    Map<Integer, Layer> layers = new TreeMap<>();
    for (int layer = 1; layer < network.depth(); layer++) {
      double keep = regularization.keepProbability(layer);
      if (keep < 1) {
        Shape shape = Shape.of(rows, network.layers().get(layer - 1).outputs());
        layers.put(
            layer,
            new Layer(
                DropoutMask.of(seed, layer, keep), keep, arena.allocate(ElementType.U8, shape)));
      }
    }
    return new DropoutLayers(layers);
  }

  /** Draws the step's mask of a layer and applies it to its activation, in place. */
  void forward(Ops ops, StepState state, int layer, Tensor activation) {
    Layer dropout = layers.get(layer);
    if (dropout != null) {
      ops.dropoutMask(dropout.draw(), state, dropout.mask());
      ops.dropout(activation, dropout.mask(), dropout.keepProbability(), activation);
    }
  }

  /** Applies the mask that forward drew to the gradient of the layer's activation, in place. */
  void backward(Ops ops, int layer, Tensor gradient) {
    Layer dropout = layers.get(layer);
    if (dropout != null) {
      ops.dropout(gradient, dropout.mask(), dropout.keepProbability(), gradient);
    }
  }
}
