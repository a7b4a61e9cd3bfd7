package oncilla.check.gradient;

import java.util.ArrayList;
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

  /**
   * Where a Z has the other sign in the reference and is too far from zero for rounding to explain
   * it, as a share of the largest |Z|. One line a layer.
   *
   * @param reference evaluated with this as its frozen pattern
   * @param bound says what rounding explains
   */
  List<String> unexplained(CostFunction reference, GradientBound bound) {
    List<String> failures = new ArrayList<>();
    for (int layer = 1; layer <= layers.size(); layer++) {
      double[] preActivation = reference.preActivation(layer);
      double largest = 0;
      for (double z : preActivation) {
        largest = Math.max(largest, Math.abs(z));
      }
      double explained = bound.ofPreActivation(layer) * largest;
      BitSet differing = positive(preActivation);
      differing.xor(layers.get(layer - 1));
      long unexplained =
          differing.stream().filter(i -> !(Math.abs(preActivation[i]) <= explained)).count();
      if (unexplained > 0) {
        failures.add(
            "Z%d: %d of %d have another sign than in the reference and are not near zero"
                .formatted(layer, unexplained, preActivation.length));
      }
    }
    return failures;
  }

  /** A layer's pattern as numbers, 1 where active. */
  double[] asNumbers(int layer, int size) {
    double[] numbers = new double[size];
    layers.get(layer - firstLayer).stream().forEach(i -> numbers[i] = 1);
    return numbers;
  }
}
