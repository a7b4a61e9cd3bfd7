package oncilla.backend.opencl.matmul;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;

/**
 * Which variant computes which products: one for every form and class of shapes.
 *
 * @param variants for every {@link Key}
 * @param ofLargeConstants for products with a large operand that nothing changes, where that is
 *     another one
 */
public record MatmulTable(
    Map<Key, MatmulVariant> variants, Map<Key, MatmulVariant> ofLargeConstants) {
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
    ofLargeConstants = Map.copyOf(ofLargeConstants);
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
    return new MatmulTable(all, Map.of());
  }

  /** This table with another variant for one key. */
  public MatmulTable with(Key key, MatmulVariant variant) {
    Map<Key, MatmulVariant> changed = new HashMap<>(variants);
    changed.put(key, variant);
    return new MatmulTable(changed, ofLargeConstants);
  }

  /** This table with another variant for one key where an operand is large and constant. */
  public MatmulTable withLargeConstant(Key key, MatmulVariant variant) {
    Map<Key, MatmulVariant> changed = new HashMap<>(ofLargeConstants);
    changed.put(key, variant);
    return new MatmulTable(variants, changed);
  }

  /** The variant for a product. */
  public MatmulVariant choose(MatmulForm form, MatmulDims dims) {
    return choose(form, dims, false);
  }

  /**
   * The variant for a product.
   *
   * @param largeConstant whether nothing changes one of its operands, and that is large
   */
  public MatmulVariant choose(MatmulForm form, MatmulDims dims, boolean largeConstant) {
    Key key = new Key(form, ShapeClass.of(dims));
    MatmulVariant usual = variants.get(key);
    return largeConstant ? ofLargeConstants.getOrDefault(key, usual) : usual;
  }

  /** Whether any product is packed. */
  public boolean packs() {
    return Stream.of(variants, ofLargeConstants)
        .flatMap(map -> map.values().stream())
        .anyMatch(MatmulVariant::packsOperands);
  }
}
