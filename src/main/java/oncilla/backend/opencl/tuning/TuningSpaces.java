package oncilla.backend.opencl.tuning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import oncilla.backend.opencl.matmul.DeviceLimits;
import oncilla.backend.opencl.matmul.DirectMatmul;
import oncilla.backend.opencl.matmul.MatmulVariant;
import oncilla.backend.opencl.matmul.PackedMatmul;
import oncilla.backend.opencl.matmul.TiledMatmul;
import oncilla.backend.opencl.tuning.TuningSpace.Constraint;
import oncilla.backend.opencl.tuning.TuningSpace.Parameter;

/** The families that tuning knows. A new variant gets its space here. */
public final class TuningSpaces {
  private static final List<TuningSpace<?>> ALL = List.of(direct(), packed(), tiled());

  /** The vector registers of a core with AVX-512; more sums than that are kept in memory. */
  private static final long MOST_VECTORS_OF_SUMS = 32;

  /** Half the registers that an item of an NVIDIA GPU can have, 255 of four bytes. */
  private static final long MOST_BYTES_OF_SUMS = 512;

  private TuningSpaces() {}

  public static List<TuningSpace<?>> all() {
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

  private static TuningSpace<DirectMatmul> direct() {
    return new TuningSpace<>(
        "direct",
        DirectMatmul.class,
        List.of(
            Parameter.of("block_m", DirectMatmul::blockM, 1, 2, 3, 4, 6, 8, 12),
            Parameter.of("block_n", DirectMatmul::blockN, 1, 2, 3, 4, 6, 8),
            Parameter.of("column_vectors", DirectMatmul::columnVectors, 1, 2, 3, 4),
            Parameter.of("vector_width", DirectMatmul::vectorWidth, 4, 8, 16)),
        values ->
            new DirectMatmul(
                values.get("block_m"),
                values.get("block_n"),
                values.get("column_vectors"),
                values.get("vector_width")),
        List.of(
            Constraint.atMost(
                "elements in a vector",
                (variant, limits) -> variant.vectorWidth(),
                limits -> (long) limits.vectorWidth())),
        limits -> !limits.hasFastLocalMemory());
  }

  private static TuningSpace<PackedMatmul> packed() {
    return new TuningSpace<>(
        "packed",
        PackedMatmul.class,
        List.of(
            Parameter.of("strip", PackedMatmul::strip, 4, 8, 12, 16, 24),
            Parameter.of("column_vectors", PackedMatmul::columnVectors, 1, 2, 3, 4),
            Parameter.of("vector_width", PackedMatmul::vectorWidth, 4, 8, 16),
            Parameter.of("block_m", PackedMatmul::blockM, 48, 96, 144, 240, 336, 480, 960),
            Parameter.of("block_k", PackedMatmul::blockK, 64, 128, 192, 256, 384, 512)),
        values ->
            new PackedMatmul(
                values.get("strip"),
                values.get("column_vectors"),
                values.get("vector_width"),
                values.get("block_m"),
                values.get("block_k")),
        List.of(
            Constraint.atMost(
                "elements in a vector",
                (variant, limits) -> variant.vectorWidth(),
                limits -> (long) limits.vectorWidth()),
            Constraint.atMost(
                "vectors of sums in registers",
                (variant, limits) -> (long) variant.strip() * variant.columnVectors(),
                limits -> MOST_VECTORS_OF_SUMS),
            Constraint.atMost(
                "bytes of local memory",
                (variant, limits) -> variant.localBytes(limits.precision()),
                limits -> limits.device().localMemoryBytes())),
        limits -> !limits.hasFastLocalMemory());
  }

  private static TuningSpace<TiledMatmul> tiled() {
    return new TuningSpace<>(
        "tiled",
        TiledMatmul.class,
        List.of(
            Parameter.of("tile_m", TiledMatmul::tileM, 16, 32, 64, 128, 256),
            Parameter.of("tile_n", TiledMatmul::tileN, 16, 32, 64, 128, 256),
            Parameter.of("tile_k", TiledMatmul::tileK, 4, 8, 16, 32),
            Parameter.of("work_m", TiledMatmul::workM, 4, 8, 16),
            Parameter.of("work_n", TiledMatmul::workN, 4, 8, 16),
            Parameter.of("target_groups", TiledMatmul::targetGroups, 1, 66, 132, 264, 528, 1056),
            Parameter.of("fewest_tiles", TiledMatmul::fewestTiles, 2, 4, 8, 16)),
        values ->
            new TiledMatmul(
                values.get("tile_m"),
                values.get("tile_n"),
                values.get("tile_k"),
                values.get("work_m"),
                values.get("work_n"),
                values.get("target_groups"),
                values.get("fewest_tiles")),
        List.of(
            Constraint.atMost(
                "work items in a group",
                (variant, limits) -> variant.items(),
                limits -> limits.device().maxWorkGroupSize()),
            Constraint.atMost(
                "bytes of sums in the registers of an item",
                (variant, limits) ->
                    (long) variant.workM() * variant.workN() * limits.precision().bytes(),
                limits -> MOST_BYTES_OF_SUMS),
            Constraint.atMost(
                "bytes of local memory",
                (variant, limits) -> variant.localBytes(limits.precision()),
                limits -> limits.device().localMemoryBytes())),
        DeviceLimits::hasFastLocalMemory);
  }
}
