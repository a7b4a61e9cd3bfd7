package oncilla.golden;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The hidden units that are active (Z &gt; 0), for every example.
 *
 * @param layers for each hidden layer a bit for each element of Z, row-major
 */
record ActiveUnits(List<BitSet> layers) {
  ActiveUnits {
    layers = List.copyOf(layers);
  }

  /** Those of these Z (or A, which is positive where Z is). */
  static ActiveUnits of(List<double[]> hidden) {
    List<BitSet> layers = new ArrayList<>();
    for (double[] values : hidden) {
      BitSet active = new BitSet(values.length);
      for (int i = 0; i < values.length; i++) {
        active.set(i, values[i] > 0);
      }
      layers.add(active);
    }
    return new ActiveUnits(layers);
  }

  /** The elements of a hidden layer, from 0, where the two differ. */
  BitSet differing(ActiveUnits other, int layer) {
    BitSet differing = (BitSet) layers.get(layer).clone();
    differing.xor(other.layers.get(layer));
    return differing;
  }
}
