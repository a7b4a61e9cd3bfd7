package oncilla.backend.opencl.matmul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A family of variants: one kernel file with parameters. Each parameter is declared once, as a
 * {@link Parameter}: its name in tuning files, its macro in the kernel file and the values that a
 * search tries all come from there. The kernel {@code matmul_NAME} is in {@code
 * kernels/matmul/NAME.cl}.
 *
 * @param name in the kernel file, in tuning files and on the screen
 * @param type the class of the variants
 * @param parameters in the order of the constructor's arguments
 * @param constructor makes a variant from a value for each parameter; throws {@link
 *     IllegalArgumentException} for values that no device can use
 * @param requirements what a variant needs from a device
 * @param devices the devices on which a search should look at the family
 * @param <V> the class of the variants
 */
public record MatmulFamily<V extends MatmulVariant>(
    String name,
    Class<V> type,
    List<Parameter<V>> parameters,
    Function<int[], V> constructor,
    List<Requirement<V>> requirements,
    Predicate<DeviceLimits> devices) {
  /** Copies the lists. */
  public MatmulFamily {
    parameters = List.copyOf(parameters);
    requirements = List.copyOf(requirements);
  }

  /**
   * A parameter.
   *
   * @param name in tuning files
   * @param macro in the kernel file; empty for a parameter of the launches alone
   * @param of its value in a variant
   * @param values that a search tries, ascending
   * @param <V> the class of the variants
   */
  public record Parameter<V>(
      String name, Optional<String> macro, ToIntFunction<V> of, List<Integer> values) {
    /** A parameter that the kernel is compiled with. */
    public static <V> Parameter<V> ofKernel(
        String name, String macro, ToIntFunction<V> of, Integer... values) {
      return new Parameter<>(name, Optional.of(macro), of, List.of(values));
    }

    /** A parameter that only decides how the kernel is launched. */
    public static <V> Parameter<V> ofLaunch(String name, ToIntFunction<V> of, Integer... values) {
      return new Parameter<>(name, Optional.empty(), of, List.of(values));
    }
  }

  /** Something that a variant needs from a device. */
  @FunctionalInterface
  public interface Requirement<V> {
    /** Why a device cannot run {@code variant}, in one line; empty if it can. */
    Optional<String> misfit(V variant, DeviceLimits limits);

    /** A quantity that must not exceed a limit of the device. */
    static <V> Requirement<V> atMost(
        String quantity,
        ToLongBiFunction<V, DeviceLimits> needed,
        ToLongFunction<DeviceLimits> limit) {
      return (variant, limits) -> {
        long need = needed.applyAsLong(variant, limits);
        long most = limit.applyAsLong(limits);
        return need <= most
            ? Optional.empty()
            : Optional.of("needs " + need + " " + quantity + ", the device has " + most);
      };
    }
  }

  /** The kernel file, a name in the folder {@code kernels}. */
  String file() {
    return "matmul/" + name + ".cl";
  }

  /** The kernel's name. */
  String kernel() {
    return "matmul_" + name;
  }

  /** Whether {@code variant} belongs to this family. */
  public boolean holds(MatmulVariant variant) {
    return type.isInstance(variant);
  }

  /** Whether a search on this device should look at this family. */
  public boolean suits(DeviceLimits limits) {
    return devices.test(limits);
  }

  /** The macros with which the kernel of a variant of this family is compiled. */
  Map<String, Integer> macros(MatmulVariant variant) {
    V own = type.cast(variant);
    Map<String, Integer> macros = new HashMap<>();
    for (Parameter<V> parameter : parameters) {
      parameter.macro().ifPresent(macro -> macros.put(macro, parameter.of().applyAsInt(own)));
    }
    return macros;
  }

  /** The parameters' values in a variant of this family, sorted by name. */
  public Map<String, Integer> values(MatmulVariant variant) {
    V own = type.cast(variant);
    Map<String, Integer> values = new TreeMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), parameter.of().applyAsInt(own)));
    return values;
  }

  /**
   * The variant with these values.
   *
   * @param values by the parameters' names
   * @throws IllegalArgumentException if a parameter is missing or unknown, or no device can use the
   *     values
   */
  public V create(Map<String, Integer> values) {
    Set<String> names = new TreeSet<>();
    parameters.forEach(parameter -> names.add(parameter.name()));
    if (!names.equals(values.keySet())) {
      throw new IllegalArgumentException(
          "the parameters of "
              + name
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
    return constructor.apply(
        parameters.stream().mapToInt(parameter -> values.get(parameter.name())).toArray());
  }

  /** Why a device cannot run {@code variant}, in one line; empty if it can. */
  public Optional<String> misfit(MatmulVariant variant, DeviceLimits limits) {
    V own = type.cast(variant);
    return requirements.stream()
        .map(requirement -> requirement.misfit(own, limits))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** A family's name and the values of its parameters, on one line. */
  public static String describe(String family, Map<String, Integer> values) {
    return family
        + values.entrySet().stream()
            .map(value -> " " + value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining());
  }
}
