package oncilla.backend.opencl.matmul;

/** Where a packed product finds the panels of an operand. */
enum PanelSource {
  /** Every block of C packs what it needs, next to where it uses it. */
  BLOCK,
  /** A launch before the product packs the operand, once for all blocks. */
  AHEAD,
  /** Packed when the plan was recorded: nothing changes the operand while the plan lives. */
  KEPT
}
