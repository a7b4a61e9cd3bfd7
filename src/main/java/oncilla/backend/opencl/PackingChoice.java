package oncilla.backend.opencl;

import java.util.List;

/**
 * How a packed product is computed: where the panels of both operands come from, and the blocks.
 * Packing ahead pays for operands that many blocks share: on two cores with AVX-512 products of
 * 2048³ took 10 % less time, the step of 12288,512,128,1 with 256 examples 17 %.
 *
 * <p>Panels of the training set, which is the same in every step, are not kept from one step to the
 * next. That was built and measured: over eight networks and precisions steps took 0.96 to 1.01 of
 * the time (median 1.00), because the panels come from memory just as the operand does, and the set
 * would be held three times.
 *
 * @param a where those of op(A) come from
 * @param b where those of op(B) come from
 * @param grid the blocks that suit that
 */
record PackingChoice(PanelSource a, PanelSource b, BlockGrid grid) {
  /**
   * Time for packing an element ahead, in units of {@link BlockGrid#time}: measured on two cores
   * with AVX-512, where an operand of 25 MB took 1.6 ms longer so than packed by blocks.
   */
  private static final double AHEAD = 4;

  /** Time of one more launch in the same unit, for a sum of length 1: about 4 microseconds. */
  private static final double LAUNCH = 30_000;

  /**
   * The choice with the smallest estimated time.
   *
   * @param aheadFits whether there is memory to pack operands ahead of the product
   */
  static PackingChoice of(PackedMatmul variant, MatmulCall call, boolean aheadFits) {
    PackingChoice best = null;
    double bestTime = Double.POSITIVE_INFINITY;
    List<PanelSource> sources = sources(variant.packing(), aheadFits);
    for (PanelSource a : sources) {
      for (PanelSource b : sources) {
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

  private static List<PanelSource> sources(Packing packing, boolean aheadFits) {
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
