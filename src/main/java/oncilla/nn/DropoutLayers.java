package oncilla.nn;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oncilla.backend.Arena;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.StepState;

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
   * Allocates the masks of a batch.
   *
   * @param seed the run's seed
   * @param state gives the step that masks are drawn for
   * @param rows m
   */
  public static DropoutLayers allocate(
      Arena arena,
      Network network,
      Regularization regularization,
      long seed,
      StepState state,
      long rows) {
    return allocate(arena, network, regularization, seed, state, 0, rows);
  }

  /**
   * Allocates the masks of a part of a batch.
   *
   * @param firstRow where the part begins in the whole batch
   * @param rows of the part
   */
  public static DropoutLayers allocate(
      Arena arena,
      Network network,
      Regularization regularization,
      long seed,
      StepState state,
      long firstRow,
      long rows) {
    Map<Integer, Dropout> layers = new TreeMap<>();
    for (int layer = 1; layer < network.depth(); layer++) {
      double keep = regularization.keepProbability(layer);
      if (keep < 1) {
        Shape shape = Shape.of(rows, network.layers().get(layer - 1).outputs());
        layers.put(
            layer,
            new Dropout(seed, layer, keep, firstRow, state, arena.allocate(ElementType.U8, shape)));
      }
    }
    return new DropoutLayers(layers);
  }

  /** The same for the first rows of the batch, in the same memory. */
  public DropoutLayers firstRows(long rows) {
    return part(0, rows);
  }

  /**
   * The same for other rows of the batch, in the memory of the first: a row has the mask that it
   * has wherever it is computed.
   *
   * @param first how many rows further on the part begins
   * @param rows of the part, at most those there is memory for
   */
  public DropoutLayers part(long first, long rows) {
    Map<Integer, Dropout> smaller = new TreeMap<>();
    layers.forEach(
        (layer, dropout) ->
            smaller.put(
                layer,
                new Dropout(
                    dropout.seed(),
                    dropout.layer(),
                    dropout.keepProbability(),
                    dropout.firstRow() + first,
                    dropout.state(),
                    dropout.mask().firstRows(rows))));
    return new DropoutLayers(smaller);
  }

  /** The dropout behind a layer, if it has one. */
  Optional<Dropout> of(int layer) {
    return Optional.ofNullable(layers.get(layer));
  }
}
