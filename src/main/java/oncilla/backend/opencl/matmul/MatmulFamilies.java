package oncilla.backend.opencl.matmul;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All families of variants. A new family is added here. */
public final class MatmulFamilies {
  private static final List<MatmulFamily<?>> ALL =
      List.of(DirectMatmul.FAMILY, PackedMatmul.FAMILY, TiledMatmul.FAMILY);

  private MatmulFamilies() {}

  /** All families. */
  public static List<MatmulFamily<?>> all() {
    return ALL;
  }

  /** The family called {@code name}, if there is one. */
  public static Optional<MatmulFamily<?>> named(String name) {
    for (MatmulFamily<?> family : ALL) {
      if (family.name().equals(name)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  /** The names of all families, with commas between. */
  public static String names() {
    return ALL.stream().map(MatmulFamily::name).collect(Collectors.joining(", "));
  }
}
