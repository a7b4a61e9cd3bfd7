package oncilla.backend.opencl;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;

/**
 * Which variant computes which products: one for every form and class of shapes.
 *
 * @param variants for every {@link Key}
 */
public record MatmulTable(Map<Key, MatmulVariant> variants) {
  /**
   * A kind of product.
   *
   * @param form which operand is transposed
   * @param shape the class of its extents
   */
  public record Key(MatmulForm form, ShapeClass shape) {}

  /** Checks that no key is missing. */
  public MatmulTable {
    variants = Map.copyOf(variants);
    for (MatmulForm form : MatmulForm.values()) {
      for (ShapeClass shape : ShapeClass.values()) {
        if (!variants.containsKey(new Key(form, shape))) {
          throw new IllegalArgumentException("no variant for " + form + " " + shape);
        }
      }
    }
  }

  /** The same variant for all products. */
  public static MatmulTable always(MatmulVariant variant) {
    Map<ShapeClass, MatmulVariant> all = new EnumMap<>(ShapeClass.class);
    for (ShapeClass shape : ShapeClass.values()) {
      all.put(shape, variant);
    }
    return byShape(all);
  }

  /** The same variants for all forms. */
  public static MatmulTable byShape(Map<ShapeClass, MatmulVariant> variants) {
    Map<Key, MatmulVariant> all = new HashMap<>();
    for (MatmulForm form : MatmulForm.values()) {
      variants.forEach((shape, variant) -> all.put(new Key(form, shape), variant));
    }
    return new MatmulTable(all);
  }

  /** This table with another variant for one key. */
  public MatmulTable with(Key key, MatmulVariant variant) {
    Map<Key, MatmulVariant> changed = new HashMap<>(variants);
    changed.put(key, variant);
    return new MatmulTable(changed);
  }

  /** The variant for a product. */
  public MatmulVariant choose(MatmulForm form, MatmulDims dims) {
    return variants.get(new Key(form, ShapeClass.of(dims)));
  }

  /** Whether any product is packed. */
  boolean packs() {
    return variants.values().stream().anyMatch(PackedMatmul.class::isInstance);
  }
}
