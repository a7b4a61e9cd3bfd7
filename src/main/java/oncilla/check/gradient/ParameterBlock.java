package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import oncilla.nn.Dense;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;

/**
 * The weights or the biases of one layer.
 *
 * @param layer the layer, from 1
 * @param isWeights whether the block is W rather than b
 * @param rows n for W, 1 for b
 * @param columns n_prev for W, n for b
 */
public record ParameterBlock(int layer, boolean isWeights, int rows, int columns) {
  /**
   * One number of a network's parameters.
   *
   * @param block the block that holds the number
   * @param index place in the block, row-major
   */
  record Element(ParameterBlock block, int index) {}

  /**
   * The elements of a block that a check looks at.
   *
   * @param block the block
   * @param indices places in the block, row-major, ascending, each once; not copied
   */
  record Sample(ParameterBlock block, int[] indices) {
    /** Whether these are all elements of the block. */
    boolean isWhole() {
      return indices.length == block.size();
    }
  }

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

  /**
   * Draws {@code count} elements, each equally likely, or takes all if there are no more.
   *
   * <p>Source: R. Floyd, in J. Bentley, "Programming pearls: a sample of brilliance", CACM 30
   * (1987).
   */
  Sample sample(int count, SplittableRandom random) {
    int size = size();
    if (size <= count) {
      return new Sample(this, IntStream.range(0, size).toArray());
    }
    TreeSet<Integer> drawn = new TreeSet<>();
    for (int last = size - count; last < size; last++) {
      int index = random.nextInt(last + 1);
      drawn.add(drawn.contains(index) ? last : index);
    }
    return new Sample(this, drawn.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The block's values in {@code parameters}, row-major; not copied. */
  public double[] in(Parameters parameters) {
    LayerParameters values = parameters.layers().get(layer - 1);
    return isWeights ? values.weights() : values.bias();
  }
}
