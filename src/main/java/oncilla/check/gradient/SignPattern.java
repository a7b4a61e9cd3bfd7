package oncilla.check.gradient;

import java.util.BitSet;
import java.util.List;

/**
 * Which hidden units are active: Z &gt; 0, for every example. Where two points have the same
 * pattern the cost has no kink between them that the two could see.
 *
 * @param firstLayer the hidden layer that the first set belongs to, from 1
 * @param layers a bit for each element of Z, row-major, layer by layer
 */
record SignPattern(int firstLayer, List<BitSet> layers) {
  SignPattern {
    layers = List.copyOf(layers);
  }

  /** The elements above zero. */
  static BitSet positive(double[] values) {
    BitSet bits = new BitSet(values.length);
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0) {
        bits.set(i);
      }
    }
    return bits;
  }

  /** A layer's pattern as numbers, 1 where active. */
  double[] asNumbers(int layer, int size) {
    double[] numbers = new double[size];
    layers.get(layer - firstLayer).stream().forEach(i -> numbers[i] = 1);
    return numbers;
  }
}
