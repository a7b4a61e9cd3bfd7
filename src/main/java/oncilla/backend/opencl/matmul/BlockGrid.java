package oncilla.backend.opencl.matmul;

import oncilla.backend.MatmulDims;
import oncilla.backend.opencl.launch.NdRange;
import oncilla.backend.opencl.matmul.PackingPlan.Packing;

/**
 * How C is cut into blocks for the cores of a CPU: all of nearly the same size, so that no core
 * waits for another one with a last, larger block.
 *
 * @param rowGroups blocks from top to bottom
 * @param columnGroups blocks from left to right
 * @param blockRows rows of a block, a multiple of the strip
 * @param blockColumns columns of a block, a multiple of the panel
 * @param time estimated for the slowest core and one element of the sums, in multiplications of a
 *     vector
 */
record BlockGrid(
    long rowGroups, long columnGroups, long blockRows, long blockColumns, double time) {
  /**
   * Cycles for packing an element against those of a vector multiplication, measured on a core with
   * two 512-bit units: about one against a half.
   */
  private static final double PACKING = 2;

  /**
   * The same for reading a panel that was packed ahead, from a cache that is far or from memory.
   */
  private static final double READING = 0.5;

  /** More blocks per core than this would only pack the same rows again. */
  private static final int BLOCKS_PER_CORE = 4;

  /**
   * The cut with the smallest estimated time for {@code cores} cores.
   *
   * @param variant its register block and most rows
   * @param a when op(A) is packed
   * @param b when op(B) is packed
   */
  static BlockGrid choose(PackedMatmul variant, MatmulDims dims, int cores, Packing a, Packing b) {
    int strip = variant.strip();
    int panel = variant.panel();
    long strips = NdRange.ceilDiv(dims.m(), strip);
    long panels = NdRange.ceilDiv(dims.n(), panel);
    long fewest = NdRange.ceilDiv(strips, variant.mostRows(a) / strip);
    BlockGrid best = null;
    double bestTime = Double.POSITIVE_INFINITY;
    long mostRowGroups = Math.min(strips, fewest + (long) BLOCKS_PER_CORE * cores);
    long mostColumnGroups = Math.min(panels, (long) BLOCKS_PER_CORE * cores);
    for (long rowGroups = fewest; rowGroups <= mostRowGroups; rowGroups++) {
      for (long columnGroups = 1; columnGroups <= mostColumnGroups; columnGroups++) {
        long rows = NdRange.ceilDiv(strips, rowGroups) * strip;
        long columns = NdRange.ceilDiv(panels, columnGroups) * panel;
        double block =
            rows * (columns / (double) variant.vectorWidth())
                + supply(a) * rows
                + supply(b) * columns;
        long blocks = NdRange.ceilDiv(dims.m(), rows) * NdRange.ceilDiv(dims.n(), columns);
        double time = NdRange.ceilDiv(blocks, cores) * block;
        if (time < bestTime) {
          bestTime = time;
          best =
              new BlockGrid(
                  NdRange.ceilDiv(dims.m(), rows),
                  NdRange.ceilDiv(dims.n(), columns),
                  rows,
                  columns,
                  time);
        }
      }
    }
    return best;
  }

  /** Time for the panels of a row or column of a block. */
  private static double supply(Packing packing) {
    return packing == Packing.IN_PLACE ? PACKING : READING;
  }
}
