package oncilla.check.gradient;

import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The elements of a block that are looked at.
 *
 * @param block the block
 * @param indices places in the block, ascending, each once; not copied
 */
record BlockSample(ParameterBlock block, int[] indices) {
  /**
   * {@code count} elements, each equally likely, or all if there are no more.
   *
   * <p>Source: R. Floyd, in J. Bentley, "Programming pearls: a sample of brilliance", CACM 30
   * (1987).
   */
  static BlockSample draw(ParameterBlock block, int count, SplittableRandom random) {
    int size = block.size();
    if (size <= count) {
      return new BlockSample(block, IntStream.range(0, size).toArray());
    }
    TreeSet<Integer> drawn = new TreeSet<>();
    for (int last = size - count; last < size; last++) {
      int index = random.nextInt(last + 1);
      drawn.add(drawn.contains(index) ? last : index);
    }
    return new BlockSample(block, drawn.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Whether these are all elements of the block. */
  boolean isWhole() {
    return indices.length == block.size();
  }
}
