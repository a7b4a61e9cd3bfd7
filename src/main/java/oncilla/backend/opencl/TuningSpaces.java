package oncilla.backend.opencl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import oncilla.backend.opencl.MatmulVariant.Direct;
import oncilla.backend.opencl.MatmulVariant.Tiled;
import oncilla.backend.opencl.TuningSpace.Constraint;
import oncilla.backend.opencl.TuningSpace.Parameter;

/** The families that tuning knows. A new variant gets its space here. */
final class TuningSpaces {
  private static final List<TuningSpace<?>> ALL = List.of(direct(), tiled());

  private TuningSpaces() {}

  static List<TuningSpace<?>> all() {
    return ALL;
  }

  /** The space of a variant's family. */
  static TuningSpace<?> of(MatmulVariant variant) {
    return ALL.stream()
        .filter(space -> space.holds(variant))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no tuning space holds " + variant));
  }

  /** The space called {@code family}, if there is one. */
  static Optional<TuningSpace<?>> named(String family) {
    for (TuningSpace<?> space : ALL) {
      if (space.family().equals(family)) {
        return Optional.of(space);
      }
    }
    return Optional.empty();
  }

  /** The names of all families. */
  static String names() {
    return ALL.stream().map(TuningSpace::family).collect(Collectors.joining(", "));
  }

  /** Family and parameters on one line. */
  static String describe(MatmulVariant variant) {
    TuningSpace<?> space = of(variant);
    return describe(space.family(), space.values(variant));
  }

  static String describe(String family, Map<String, Integer> parameters) {
    return family
        + parameters.entrySet().stream()
            .map(value -> " " + value.getKey() + "=" + value.getValue())
            .collect(Collectors.joining());
  }

  private static TuningSpace<Direct> direct() {
    return new TuningSpace<>(
        "direct",
        Direct.class,
        List.of(
            Parameter.of("block_m", Direct::blockM, 1, 2, 3, 4, 6, 8, 12),
            Parameter.of("block_n", Direct::blockN, 1, 2, 3, 4, 6, 8),
            Parameter.of("column_vectors", Direct::columnVectors, 1, 2, 3, 4),
            Parameter.of("vector_width", Direct::vectorWidth, 4, 8, 16)),
        values ->
            new Direct(
                values.get("block_m"),
                values.get("block_n"),
                values.get("column_vectors"),
                values.get("vector_width")),
        List.of(
            Constraint.atMost(
                "elements in a vector",
                (variant, setting) -> variant.vectorWidth(),
                setting -> (long) setting.vectorWidth())),
        setting -> !setting.hasFastLocalMemory());
  }

  private static TuningSpace<Tiled> tiled() {
    return new TuningSpace<>(
        "tiled",
        Tiled.class,
        List.of(
            Parameter.of("tile_m", Tiled::tileM, 16, 32, 64, 128, 256),
            Parameter.of("tile_n", Tiled::tileN, 16, 32, 64, 128, 256),
            Parameter.of("tile_k", Tiled::tileK, 4, 8, 16, 32),
            Parameter.of("work_m", Tiled::workM, 1, 2, 4, 8, 16),
            Parameter.of("work_n", Tiled::workN, 1, 2, 4, 8, 16)),
        values ->
            new Tiled(
                values.get("tile_m"),
                values.get("tile_n"),
                values.get("tile_k"),
                values.get("work_m"),
                values.get("work_n")),
        List.of(
            Constraint.atMost(
                "work items in a group",
                (variant, setting) ->
                    (long) (variant.tileM() / variant.workM())
                        * (variant.tileN() / variant.workN()),
                setting -> setting.device().maxWorkGroupSize()),
            Constraint.atMost(
                "bytes of local memory",
                // A word of padding for each row of a tile, as in the kernel.
                (variant, setting) ->
                    (long) variant.tileK()
                        * (variant.tileM() + 1 + variant.tileN() + 1)
                        * setting.precision().bytes(),
                setting -> setting.device().localMemoryBytes())),
        TuningSetting::hasFastLocalMemory);
  }
}
