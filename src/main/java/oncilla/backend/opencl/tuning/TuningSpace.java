package oncilla.backend.opencl.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.MatmulFamily;
import oncilla.backend.opencl.matmul.MatmulTable;
import oncilla.backend.opencl.matmul.MatmulVariant;

/**
 * The variants of one family that a search may try for a kind of product on a device.
 *
 * @param family declares the parameters and the values to try
 * @param key the kind of product
 * @param limits of the device
 * @param <V> the class of the variants
 */
record TuningSpace<V extends MatmulVariant>(
    MatmulFamily<V> family, MatmulTable.Key key, DeviceLimits limits) {
  private static final int DRAWS = 200;

  /** The spaces in which a search for a kind of product on a device should look. */
  static List<TuningSpace<?>> of(
      List<MatmulFamily<?>> families, MatmulTable.Key key, DeviceLimits limits) {
    List<TuningSpace<?>> spaces = new ArrayList<>();
    for (MatmulFamily<?> family : families) {
      if (family.suits(limits)) {
        spaces.add(new TuningSpace<>(family, key, limits));
      }
    }
    return spaces;
  }

  /**
   * Why {@code variant}, of this family, cannot serve, in one line; empty if it can: it must be
   * exact enough, read the operands and be what the device can run.
   */
  Optional<String> misfit(MatmulVariant variant) {
    return key.misfit(variant).or(() -> family.misfit(variant, limits));
  }

  /** Variants that differ from {@code variant} in one parameter by one declared value, and fit. */
  List<MatmulVariant> neighbours(MatmulVariant variant) {
    Map<String, Integer> at = family.values(variant);
    List<MatmulVariant> found = new ArrayList<>();
    for (MatmulFamily.Parameter<V> parameter : family.parameters()) {
      int value = at.get(parameter.name());
      TreeSet<Integer> values = new TreeSet<>(parameter.values());
      for (Integer other : new Integer[] {values.higher(value), values.lower(value)}) {
        if (other != null) {
          Map<String, Integer> changed = new TreeMap<>(at);
          changed.put(parameter.name(), other);
          fitting(changed).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** A variant that fits and is not in {@code known}; empty where many draws found none. */
  Optional<MatmulVariant> draw(RandomGenerator random, Set<MatmulVariant> known) {
    Set<Map<String, Integer>> drawn = new HashSet<>();
    for (int i = 0; i < DRAWS; i++) {
      Map<String, Integer> values = new TreeMap<>();
      for (MatmulFamily.Parameter<V> parameter : family.parameters()) {
        List<Integer> choices = parameter.values();
        values.put(parameter.name(), choices.get(random.nextInt(choices.size())));
      }
      if (drawn.add(values)) {
        Optional<MatmulVariant> variant = fitting(values);
        if (variant.isPresent() && !known.contains(variant.get())) {
          return variant;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<MatmulVariant> fitting(Map<String, Integer> values) {
    V variant;
    try {
      variant = family.create(values);
    } catch (IllegalArgumentException impossible) {
      // The values do not go together; a search only needs to know that.
      return Optional.empty();
    }
    return misfit(variant).isEmpty() ? Optional.of(variant) : Optional.empty();
  }
}
