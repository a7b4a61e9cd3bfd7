package oncilla.backend.opencl.matmul;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;

/**
 * Decides which variant computes a matrix product, by the product's form, the class of its extents,
 * the precision that was asked for and the layout of its operands.
 *
 * <p>For row-major operands and the precision {@code highest} every form and class has a variant. A
 * less exact precision needs none: a product for which there is no variant of the precision asked
 * for is computed by one that is more exact. It is never computed by one that is less exact.
 *
 * @param variants the variant for a key, whatever the operands are
 * @param ofLargeConstants the variant for a key where one of the operands is large and keeps its
 *     content while a plan lives; where it has no variant, {@code variants} counts
 */
public record MatmulTable(
    Map<Key, MatmulVariant> variants, Map<Key, MatmulVariant> ofLargeConstants) {
  /**
   * A kind of product.
   *
   * @param form which operand is transposed
   * @param shape the class of the extents
   * @param precision how exact the product must be
   * @param layout of both operands
   */
  public record Key(
      MatmulForm form, ShapeClass shape, MatmulPrecision precision, OperandLayout layout) {
    /** Products of row-major operands as exact as they can be. */
    public Key(MatmulForm form, ShapeClass shape) {
      this(form, shape, MatmulPrecision.HIGHEST, OperandLayout.ROW_MAJOR);
    }

    /** Why {@code variant} must not compute such products, in one line; empty if it may. */
    public Optional<String> misfit(MatmulVariant variant) {
      if (!variant.precision().serves(precision)) {
        return Optional.of(
            "its matmul precision is "
                + variant.precision().label()
                + ", asked for is "
                + precision.label());
      }
      return variant.layouts().contains(layout)
          ? Optional.empty()
          : Optional.of("it cannot read operands that are " + layout.label());
    }

    private Key with(MatmulPrecision other) {
      return new Key(form, shape, other, layout);
    }
  }

  /** Checks that no form and class lacks a variant, and that each variant may serve its key. */
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
    for (Map<Key, MatmulVariant> each : List.of(variants, ofLargeConstants)) {
      each.forEach(
          (key, variant) ->
              key.misfit(variant)
                  .ifPresent(
                      misfit -> {
                        throw new IllegalArgumentException(variant.description() + ": " + misfit);
                      }));
    }
  }

  /** A table with the same variant for all products. */
  public static MatmulTable always(MatmulVariant variant) {
    Map<ShapeClass, MatmulVariant> all = new EnumMap<>(ShapeClass.class);
    for (ShapeClass shape : ShapeClass.values()) {
      all.put(shape, variant);
    }
    return byShape(all);
  }

  /** A table with the same variants for all forms. */
  public static MatmulTable byShape(Map<ShapeClass, MatmulVariant> variants) {
    Map<Key, MatmulVariant> all = new HashMap<>();
    for (MatmulForm form : MatmulForm.values()) {
      variants.forEach((shape, variant) -> all.put(new Key(form, shape), variant));
    }
    return new MatmulTable(all, Map.of());
  }

  /**
   * A copy of this table with {@code variant} for one key.
   *
   * @throws IllegalArgumentException if the variant must not compute such products
   */
  public MatmulTable with(Key key, MatmulVariant variant) {
    Map<Key, MatmulVariant> changed = new HashMap<>(variants);
    changed.put(key, variant);
    return new MatmulTable(changed, ofLargeConstants);
  }

  /**
   * A copy of this table with {@code variant} for one key where an operand is large and constant.
   *
   * @throws IllegalArgumentException if the variant must not compute such products
   */
  public MatmulTable withLargeConstant(Key key, MatmulVariant variant) {
    Map<Key, MatmulVariant> changed = new HashMap<>(ofLargeConstants);
    changed.put(key, variant);
    return new MatmulTable(variants, changed);
  }

  /**
   * The variant for a product of row-major operands.
   *
   * @param precision how exact the product must be
   * @param largeConstant whether one of the operands is large and keeps its content
   */
  public MatmulVariant choose(
      MatmulForm form, MatmulDims dims, MatmulPrecision precision, boolean largeConstant) {
    return choose(
        new Key(form, ShapeClass.of(dims), precision, OperandLayout.ROW_MAJOR), largeConstant);
  }

  /**
   * The variant for a kind of product: the least exact one that is exact enough.
   *
   * @param largeConstant whether one of the operands is large and keeps its content
   * @throws IllegalArgumentException if no variant reads operands of the key's layout
   */
  public MatmulVariant choose(Key key, boolean largeConstant) {
    for (int i = key.precision().ordinal(); i >= 0; i--) {
      Key exactEnough = key.with(MatmulPrecision.values()[i]);
      MatmulVariant usual = variants.get(exactEnough);
      MatmulVariant variant =
          largeConstant ? ofLargeConstants.getOrDefault(exactEnough, usual) : usual;
      if (variant != null) {
        return variant;
      }
    }
    throw new IllegalArgumentException("no variant for " + key);
  }

  /** How exact the least exact product is, where {@code asked} is asked for. */
  public MatmulPrecision used(MatmulPrecision asked) {
    return Stream.of(variants, ofLargeConstants)
        .flatMap(map -> map.entrySet().stream())
        .filter(entry -> entry.getKey().precision().serves(asked))
        .map(entry -> entry.getValue().precision())
        .max(Comparator.naturalOrder())
        .orElse(MatmulPrecision.HIGHEST);
  }

  /** Whether any variant packs operands in memory that must be kept free of tensors. */
  public boolean packs() {
    return Stream.of(variants, ofLargeConstants)
        .flatMap(map -> map.values().stream())
        .anyMatch(MatmulVariant::packsOperands);
  }
}
