package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.List;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * The weights or the biases of one layer.
 *
 * @param layer the layer, from 1
 * @param isWeights W, or b
 * @param rows n of W, 1 of b
 * @param columns n_prev of W, n of b
 */
public record ParameterBlock(int layer, boolean isWeights, int rows, int columns) {
  /** All blocks of a network: W1, b1, W2, …. */
  public static List<ParameterBlock> of(Network network) {
    List<ParameterBlock> blocks = new ArrayList<>();
    for (int layer = 1; layer <= network.depth(); layer++) {
      Dense dense = network.layers().get(layer - 1);
      blocks.add(new ParameterBlock(layer, true, dense.outputs(), dense.inputs()));
      blocks.add(new ParameterBlock(layer, false, 1, dense.outputs()));
    }
    return blocks;
  }

  /** {@code W1}, {@code b1}, …. */
  public String name() {
    return (isWeights ? "W" : "b") + layer;
  }

  /** Number of elements. */
  public int size() {
    return Math.multiplyExact(rows, columns);
  }

  /** The block's values in {@code parameters}, row-major; not copied. */
  public double[] in(Parameters parameters) {
    LayerParameters values = parameters.layers().get(layer - 1);
    return isWeights ? values.weights() : values.bias();
  }
}
