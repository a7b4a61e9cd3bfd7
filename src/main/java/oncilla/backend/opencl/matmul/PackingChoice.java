package oncilla.backend.opencl.matmul;

import java.util.List;

/**
 * How a packed product is computed: where the panels of both operands come from, and the blocks.
 * Packing ahead pays for operands that many blocks share: on two cores with AVX-512 products of
 * 2048³ took 10 % less time in fp32.
 *
 * <p>Panels of operands that nothing changes, such as the training set, are kept from one step to
 * the next: over networks of 784 to 12288 inputs and 256 to 8192 examples steps took 5 to 13 % less
 * time in fp32 and 6 to 12 % less in fp64 than without.
 *
 * @param a where those of op(A) come from
 * @param b where those of op(B) come from
 * @param grid the blocks that suit that
 */
public record PackingChoice(PanelSource a, PanelSource b, BlockGrid grid) {
  /**
   * Time for packing an element ahead, in units of {@link BlockGrid#time}: measured on two cores
   * with AVX-512, where an operand of 25 MB took 1.6 ms longer so than packed by blocks.
   */
  private static final double AHEAD = 4;

  /** Time of one more launch in the same unit, for a sum of length 1: about 4 microseconds. */
  private static final double LAUNCH = 30_000;

  /**
   * The choice with the smallest estimated time; panels that can be kept always are.
   *
   * @param keepsA whether those of op(A) can be kept
   * @param keepsB whether those of op(B) can be kept
   * @param aheadFits whether there is memory to pack operands ahead of the product
   */
  static PackingChoice of(
      PackedMatmul variant, MatmulCall call, boolean keepsA, boolean keepsB, boolean aheadFits) {
    PackingChoice best = null;
    double bestTime = Double.POSITIVE_INFINITY;
    for (PanelSource a : sources(variant.packing(), keepsA, aheadFits)) {
      for (PanelSource b : sources(variant.packing(), keepsB, aheadFits)) {
        BlockGrid grid = BlockGrid.choose(variant, call.dims(), call.computeUnits(), a, b);
        double time =
            grid.time() + ahead(call, a, call.dims().m()) + ahead(call, b, call.dims().n());
        if (time < bestTime) {
          bestTime = time;
          best = new PackingChoice(a, b, grid);
        }
      }
    }
    return best;
  }

  private static List<PanelSource> sources(Packing packing, boolean keeps, boolean aheadFits) {
    if (keeps) {
      return List.of(PanelSource.KEPT);
    }
    if (!aheadFits || packing == Packing.IN_BLOCKS) {
      return List.of(PanelSource.BLOCK);
    }
    return packing == Packing.AHEAD
        ? List.of(PanelSource.AHEAD)
        : List.of(PanelSource.BLOCK, PanelSource.AHEAD);
  }

  private static double ahead(MatmulCall call, PanelSource source, long extent) {
    return source == PanelSource.AHEAD
        ? AHEAD * extent / call.computeUnits() + LAUNCH / call.dims().k()
        : 0;
  }
}
