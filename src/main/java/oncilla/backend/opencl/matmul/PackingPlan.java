package oncilla.backend.opencl.matmul;

import java.util.List;
import java.util.Optional;

/**
 * How a packed product is computed: when the panels of either operand are packed, and the blocks of
 * C. Packing a whole operand before the product pays where many blocks share it: on two cores with
 * AVX-512 products of 2048³ took 10 % less time in fp32.
 *
 * <p>Panels of operands that nothing changes, such as the training set, are kept from one step to
 * the next: over networks of 784 to 12288 inputs and 256 to 8192 examples steps took 5 to 13 % less
 * time in fp32 and 6 to 12 % less in fp64 than without.
 *
 * @param a when op(A) is packed
 * @param b when op(B) is packed
 * @param grid the blocks of C that suit that
 */
public record PackingPlan(Packing a, Packing b, BlockGrid grid) {
  /** When and where an operand is packed into panels. */
  public enum Packing {
    /** Every block of C packs what it needs, next to where it uses it. */
    IN_PLACE,
    /** A launch before each run of the product packs the operand, once for all blocks. */
    PER_CALL,
    /** Packed once when a plan is recorded: nothing changes the operand while the plan lives. */
    PER_PLAN
  }

  /**
   * Time for packing an element ahead of the product, in units of {@link BlockGrid#time}: measured
   * on two cores with AVX-512, where an operand of 25 MB took 1.6 ms longer so than packed in
   * place.
   */
  private static final double AHEAD = 4;

  /** Time of one more launch in the same unit, for a sum of length 1: about 4 microseconds. */
  private static final double LAUNCH = 30_000;

  /**
   * The plan with the smallest estimated time; an operand that can be packed once for the plan
   * always is.
   *
   * @param keepsA whether panels of op(A) can be kept
   * @param keepsB whether panels of op(B) can be kept
   * @param aheadFits whether there is memory to pack operands ahead of the product
   */
  static PackingPlan of(
      PackedMatmul variant, MatmulCall call, boolean keepsA, boolean keepsB, boolean aheadFits) {
    PackingPlan best = null;
    double bestTime = Double.POSITIVE_INFINITY;
    for (Packing a : choices(variant.forced(), keepsA, aheadFits)) {
      for (Packing b : choices(variant.forced(), keepsB, aheadFits)) {
        BlockGrid grid = BlockGrid.choose(variant, call.dims(), call.computeUnits(), a, b);
        double time =
            grid.time() + ahead(call, a, call.dims().m()) + ahead(call, b, call.dims().n());
        if (time < bestTime) {
          bestTime = time;
          best = new PackingPlan(a, b, grid);
        }
      }
    }
    return best;
  }

  /** The plan with operands packed so. */
  static PackingPlan of(PackedMatmul variant, MatmulCall call, Packing a, Packing b) {
    return new PackingPlan(a, b, BlockGrid.choose(variant, call.dims(), call.computeUnits(), a, b));
  }

  private static List<Packing> choices(Optional<Packing> forced, boolean keeps, boolean aheadFits) {
    if (keeps) {
      return List.of(Packing.PER_PLAN);
    }
    if (!aheadFits) {
      return List.of(Packing.IN_PLACE);
    }
    return forced.map(List::of).orElse(List.of(Packing.IN_PLACE, Packing.PER_CALL));
  }

  private static double ahead(MatmulCall call, Packing packing, long extent) {
    return packing == Packing.PER_CALL
        ? AHEAD * extent / call.computeUnits() + LAUNCH / call.dims().k()
        : 0;
  }
}
