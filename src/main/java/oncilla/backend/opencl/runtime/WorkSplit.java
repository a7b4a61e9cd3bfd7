package oncilla.backend.opencl.runtime;

import oncilla.backend.opencl.launch.NdRange;

/**
 * How the elements of an operation are split among work items: on a GPU so many for each item of as
 * many groups as that takes, on a CPU device a chunk for each of a few groups of one item.
 *
 * @param chunk elements of an item
 * @param range the work sizes
 */
record WorkSplit(long chunk, NdRange range) {
  /** Fewest units of a chunk on a CPU device: a group with less to do costs more than it brings. */
  private static final long FEWEST_UNITS = 16;

  /**
   * Splits {@code size} elements.
   *
   * @param unit what an item does at once; a chunk is a multiple of it, on a GPU just one
   */
  static WorkSplit of(KernelParameters parameters, long size, int unit) {
    long units = NdRange.ceilDiv(size, unit);
    if (!parameters.isChunked()) {
      return new WorkSplit(unit, NdRange.linear(units, parameters.elementwiseGroup()));
    }
    long most = Math.min(parameters.chunks(), NdRange.ceilDiv(units, FEWEST_UNITS));
    long chunk = NdRange.ceilDiv(units, most) * unit;
    return new WorkSplit(chunk, NdRange.groups(NdRange.ceilDiv(size, chunk), 1));
  }
}
