package oncilla.backend.opencl.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.MatmulVariant;

/**
 * The parameters of one family of variants, declared: names, the values that a search tries, and
 * what a device must have for a set of values. From it come the search, the names in tuning files,
 * and the refusal of entries that cannot work.
 *
 * @param <V> the family
 */
final class TuningSpace<V extends MatmulVariant> {
  private static final int DRAWS = 200;

  private final String family;
  private final Class<V> type;
  private final List<Parameter<V>> parameters;
  private final Function<Map<String, Integer>, V> constructor;
  private final List<Constraint<V>> constraints;
  private final Predicate<DeviceLimits> suits;

  /**
   * Declares a family.
   *
   * @param family its name in files and on the screen
   * @param type its class
   * @param parameters in the order of the screen
   * @param constructor makes a variant from a value for each parameter; throws {@link
   *     IllegalArgumentException} for values that no device can use
   * @param constraints what a device must have
   * @param suits whether the family is worth searching on a device
   */
  TuningSpace(
      String family,
      Class<V> type,
      List<Parameter<V>> parameters,
      Function<Map<String, Integer>, V> constructor,
      List<Constraint<V>> constraints,
      Predicate<DeviceLimits> suits) {
    this.family = family;
    this.type = type;
    this.parameters = List.copyOf(parameters);
    this.constructor = constructor;
    this.constraints = List.copyOf(constraints);
    this.suits = suits;
  }

  /**
   * A parameter.
   *
   * @param name in files
   * @param of its value in a variant
   * @param values that a search tries, ascending
   */
  record Parameter<V>(String name, ToIntFunction<V> of, List<Integer> values) {
    static <V> Parameter<V> of(String name, ToIntFunction<V> of, Integer... values) {
      return new Parameter<>(name, of, List.of(values));
    }
  }

  /** What a device must have for a variant. */
  @FunctionalInterface
  interface Constraint<V> {
    /** Why {@code variant} does not fit, or empty. */
    Optional<String> misfit(V variant, DeviceLimits limits);

    /** A quantity that must not exceed a limit of the device. */
    static <V> Constraint<V> atMost(
        String quantity, Amount<V> needed, Function<DeviceLimits, Long> limit) {
      return (variant, limits) -> {
        long need = needed.of(variant, limits);
        long most = limit.apply(limits);
        return need <= most
            ? Optional.empty()
            : Optional.of("needs " + need + " " + quantity + ", the device has " + most);
      };
    }

    /** How much of something a variant needs. */
    @FunctionalInterface
    interface Amount<V> {
      long of(V variant, DeviceLimits limits);
    }
  }

  String family() {
    return family;
  }

  boolean holds(MatmulVariant variant) {
    return type.isInstance(variant);
  }

  /** Whether a search on this device should look here. */
  boolean suits(DeviceLimits limits) {
    return suits.test(limits);
  }

  /** The values of a variant of this family, sorted by name. */
  Map<String, Integer> values(MatmulVariant variant) {
    V own = type.cast(variant);
    Map<String, Integer> values = new TreeMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), parameter.of().applyAsInt(own)));
    return values;
  }

  /**
   * The variant with these values.
   *
   * @throws IllegalArgumentException if a parameter is missing or unknown, or no device can use the
   *     values
   */
  V create(Map<String, Integer> values) {
    Set<String> names = new TreeSet<>();
    parameters.forEach(parameter -> names.add(parameter.name()));
    if (!names.equals(values.keySet())) {
      throw new IllegalArgumentException(
          "the parameters of "
              + family
              + " are "
              + names
              + ", not "
              + new TreeSet<>(values.keySet()));
    }
    for (Map.Entry<String, Integer> value : values.entrySet()) {
      if (value.getValue() < 1) {
        throw new IllegalArgumentException(
            value.getKey() + " must be at least 1, not " + value.getValue());
      }
    }
    return constructor.apply(values);
  }

  /** Why {@code variant} cannot run there, or empty. */
  Optional<String> misfit(MatmulVariant variant, DeviceLimits limits) {
    V own = type.cast(variant);
    return constraints.stream()
        .map(constraint -> constraint.misfit(own, limits))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Variants that differ from {@code variant} in one parameter by one declared value, and fit. */
  List<MatmulVariant> neighbours(MatmulVariant variant, DeviceLimits limits) {
    Map<String, Integer> at = values(variant);
    List<MatmulVariant> found = new ArrayList<>();
    for (Parameter<V> parameter : parameters) {
      int value = at.get(parameter.name());
      TreeSet<Integer> values = new TreeSet<>(parameter.values());
      for (Integer other : new Integer[] {values.higher(value), values.lower(value)}) {
        if (other != null) {
          Map<String, Integer> changed = new TreeMap<>(at);
          changed.put(parameter.name(), other);
          fitting(changed, limits).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** A variant that fits and is not in {@code known}; empty where many draws found none. */
  Optional<MatmulVariant> draw(
      RandomGenerator random, DeviceLimits limits, Set<MatmulVariant> known) {
    Set<Map<String, Integer>> drawn = new HashSet<>();
    for (int i = 0; i < DRAWS; i++) {
      Map<String, Integer> values = new TreeMap<>();
      for (Parameter<V> parameter : parameters) {
        List<Integer> choices = parameter.values();
        values.put(parameter.name(), choices.get(random.nextInt(choices.size())));
      }
      if (drawn.add(values)) {
        Optional<MatmulVariant> variant = fitting(values, limits);
        if (variant.isPresent() && !known.contains(variant.get())) {
          return variant;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<MatmulVariant> fitting(Map<String, Integer> values, DeviceLimits limits) {
    V variant;
    try {
      variant = create(values);
    } catch (IllegalArgumentException impossible) {
      // The values do not go together; a search only needs to know that.
      return Optional.empty();
    }
    return misfit(variant, limits).isEmpty() ? Optional.of(variant) : Optional.empty();
  }
}
