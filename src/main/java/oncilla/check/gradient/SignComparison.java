package oncilla.check.gradient;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Compares the signs that a backend found with the Z of the reference. */
final class SignComparison {
  private SignComparison() {}

  /**
   * Where a Z has the other sign in the reference and is too far from zero for rounding to explain
   * it, as a share of the largest |Z|. One line a layer.
   *
   * @param reference evaluated with {@code signs} as its frozen pattern
   * @param bound says what rounding explains
   */
  static List<String> unexplained(CostFunction reference, SignPattern signs, GradientBound bound) {
    List<String> failures = new ArrayList<>();
    for (int layer = 1; layer <= signs.layers().size(); layer++) {
      double[] preActivation = reference.preActivation(layer);
      double largest = 0;
      for (double z : preActivation) {
        largest = Math.max(largest, Math.abs(z));
      }
      double explained = bound.ofPreActivation(layer) * largest;
      BitSet differing = SignPattern.positive(preActivation);
      differing.xor(signs.layers().get(layer - 1));
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
}
