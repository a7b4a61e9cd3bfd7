package oncilla.nn;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;
import oncilla.nn.ActivationPlanner.Lifetime;
import oncilla.nn.ActivationPlanner.Place;
import oncilla.nn.ActivationPlanner.Placement;

/**
 * Where the activations of a network, and in training their gradients, lie for a batch of m rows.
 *
 * <p>The clock of lifetimes, for L layers: layer l runs forward at time l, the cost is taken at
 * time L+1, and layer l runs backward at time 2L+2−l. The activation of a hidden layer is needed
 * until the layer behind it has run backward; a gradient only between two neighbours.
 *
 * @param layers L
 * @param placement activations 1 … L (the last are the logits), then in training the gradients 1 …
 *     L with respect to them
 */
public record ActivationLayout(int layers, Placement placement) {
  /**
   * The layout for forward and backward.
   *
   * @param bytesPerElement for the alignment
   * @param largestSlab most elements of one allocation
   * @throws IllegalArgumentException if a single tensor exceeds that
   */
  public static ActivationLayout forTraining(
      Network network, long rows, int bytesPerElement, long largestSlab) {
    int last = network.depth();
    List<Lifetime> tensors = new ArrayList<>();
    for (int l = 1; l <= last; l++) {
      int read = l == last ? last + 1 : backward(last, l + 1);
      tensors.add(new Lifetime(shape(network, l, rows), l, read));
    }
    for (int l = 1; l <= last; l++) {
      int written = l == last ? last + 1 : backward(last, l + 1);
      tensors.add(new Lifetime(shape(network, l, rows), written, backward(last, l)));
    }
    return new ActivationLayout(
        last, ActivationPlanner.place(tensors, bytesPerElement, largestSlab));
  }

  /**
   * The layout for forward and backward on the device of {@code backend}: no slab is larger than
   * what the device allocates in one piece, except for a single tensor that is.
   */
  public static ActivationLayout forTraining(Backend backend, Network network, long rows) {
    return forTraining(
        network, rows, backend.precision().bytes(), largestSlab(backend, network, rows));
  }

  /** The layout for forward alone on the device of {@code backend}; see {@link #forTraining}. */
  public static ActivationLayout forInference(Backend backend, Network network, long rows) {
    return forInference(
        network, rows, backend.precision().bytes(), largestSlab(backend, network, rows));
  }

  /** The layout for forward alone; see {@link #forTraining}. */
  public static ActivationLayout forInference(
      Network network, long rows, int bytesPerElement, long largestSlab) {
    List<Lifetime> tensors = new ArrayList<>();
    for (int l = 1; l <= network.depth(); l++) {
      tensors.add(new Lifetime(shape(network, l, rows), l, l + 1));
    }
    return new ActivationLayout(
        network.depth(), ActivationPlanner.place(tensors, bytesPerElement, largestSlab));
  }

  /** Allocates the slabs. */
  public Activations allocate(Arena arena) {
    List<TensorBlock> slabs = placement.slabs().stream().map(arena::allocateBlock).toList();
    List<Tensor> tensors = new ArrayList<>();
    for (Place place : placement.places()) {
      tensors.add(slabs.get(place.slab()).parts().get(place.slot()));
    }
    return new Activations(tensors.subList(0, layers), tensors.subList(layers, tensors.size()));
  }

  /**
   * Elements of the largest slab. A tensor that exceeds the device's largest allocation gets a slab
   * all the same, so that the layout of a batch that does not fit can be measured.
   */
  private static long largestSlab(Backend backend, Network network, long rows) {
    long widest = network.layers().stream().mapToLong(Dense::outputs).max().orElseThrow();
    return Math.max(
        backend.device().largestAllocationBytes() / backend.bytesPerReal(),
        BlockLayout.padded(Math.multiplyExact(rows, widest), backend.precision().bytes()));
  }

  private static int backward(int depth, int layer) {
    return 2 * depth + 2 - layer;
  }

  private static Shape shape(Network network, int layer, long rows) {
    return Shape.of(rows, network.layers().get(layer - 1).outputs());
  }
}
