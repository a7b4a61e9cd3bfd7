package oncilla.backend.opencl.matmul;

/** Who decides where the panels of operands come from that are not constant. */
public enum Packing {
  /** The estimate of {@link PackingChoice}. */
  ESTIMATED,
  /** Always {@link PanelSource#BLOCK}. */
  IN_BLOCKS,
  /** Always {@link PanelSource#AHEAD}, where there is memory. */
  AHEAD
}
