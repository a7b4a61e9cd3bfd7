package oncilla.backend.opencl.runtime;

import oncilla.backend.opencl.launch.NdRange;

/**
 * How elements are spread over items: on a GPU so many for each item of as many groups as that
 * takes, on a CPU device a chunk for each of a few groups of one item.
 *
 * @param chunk elements of an item
 * @param range the work sizes
 */
record Spread(long chunk, NdRange range) {
  /** Fewest units of a chunk on a CPU device: a group with less to do costs more than it brings. */
  private static final long FEWEST_UNITS = 16;

  /**
   * Spreads {@code size} elements.
   *
   * @param unit what an item does at once; a chunk is a multiple of it, on a GPU just one
   */
  static Spread of(KernelParameters parameters, long size, int unit) {
    long units = NdRange.ceilDiv(size, unit);
    if (!parameters.isChunked()) {
      return new Spread(unit, NdRange.linear(units, parameters.elementwiseGroup()));
    }
    long most = Math.min(parameters.chunks(), NdRange.ceilDiv(units, FEWEST_UNITS));
    long chunk = NdRange.ceilDiv(units, most) * unit;
    return new Spread(chunk, NdRange.groups(NdRange.ceilDiv(size, chunk), 1));
  }
}
