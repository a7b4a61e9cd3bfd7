package oncilla.backend.opencl.matmul;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import oncilla.backend.Precision;
import oncilla.cl.ClDevice;

/** What else can compute a product where the kernel of the variant for it is wrong. */
public final class Replacements {
  private final List<MatmulVariant> others;

  private Replacements(List<MatmulVariant> others) {
    this.others = others;
  }

  /**
   * The other variants of {@code table}, then those for a device that nobody has measured, then the
   * plainest of each family; all that {@code device} can run.
   */
  public static Replacements of(MatmulTable table, ClDevice device, Precision precision) {
    DeviceLimits limits = new DeviceLimits(device, precision);
    Set<MatmulVariant> others = new LinkedHashSet<>();
    sorted(table.variants()).forEach(others::add);
    sorted(table.ofLargeConstants()).forEach(others::add);
    MatmulTable defaults =
        limits.hasFastLocalMemory()
            ? TiledDefaults.of(device, precision)
            : PackedDefaults.of(device, precision, limits.vectorWidth());
    sorted(defaults.variants()).forEach(others::add);
    others.add(new DirectMatmul(4, 2, 1, 4));
    others.addAll(TiledDefaults.small());
    return new Replacements(others.stream().filter(variant -> fits(variant, limits)).toList());
  }

  private static Stream<MatmulVariant> sorted(Map<MatmulTable.Key, MatmulVariant> variants) {
    Map<String, MatmulVariant> byName = new TreeMap<>();
    variants.values().forEach(variant -> byName.put(variant.description(), variant));
    return byName.values().stream();
  }

  private static boolean fits(MatmulVariant variant, DeviceLimits limits) {
    return variant.family().misfit(variant, limits).isEmpty();
  }

  /** What can replace {@code wrong} in products that must be as exact. */
  public List<MatmulVariant> of(MatmulVariant wrong) {
    return others.stream()
        .filter(other -> !other.equals(wrong))
        .filter(other -> other.precision().serves(wrong.precision()))
        .toList();
  }
}
