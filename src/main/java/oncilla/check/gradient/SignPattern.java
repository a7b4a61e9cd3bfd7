package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The hidden units that are active (Z &gt; 0), for every example. Two points with the same pattern
 * lie on the same smooth piece of the cost, as far as the two can tell.
 *
 * @param firstLayer the hidden layer that the first set belongs to, from 1
 * @param layers a bit for each element of Z, row-major, layer by layer
 */
record SignPattern(int firstLayer, List<BitSet> layers) {
  SignPattern {
    layers = List.copyOf(layers);
  }

  /** The indices of the elements above zero. */
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
   * Compares this pattern with the signs of Z in the reference. A sign may differ where |Z| is so
   * small, as a share of the largest |Z| of its layer, that rounding explains it.
   *
   * @param reference evaluated with this pattern frozen
   * @param bound says what rounding explains
   * @return one line for each layer where a sign differs that rounding does not explain
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

  /** The pattern of a layer as numbers: 1 where active, else 0. */
  double[] asNumbers(int layer, int size) {
    double[] numbers = new double[size];
    layers.get(layer - firstLayer).stream().forEach(i -> numbers[i] = 1);
    return numbers;
  }
}
