package oncilla.backend.opencl.launch;

/**
 * How much memory the packed operands of a backend may take. It is kept from tensors (see {@link
 * oncilla.backend.Backend#tensorBytes}), so that what fits by an estimate does fit.
 */
public final class PanelBudget {
  /** The part of a device's memory: the operands of a product are a part of what training holds. */
  private static final long SHARE = 8;

  private final long largest;
  private final long total;
  private long left;

  private PanelBudget(long total, long largest) {
    this.total = total;
    this.largest = largest;
    this.left = total;
  }

  /** For products that are packed, on a device with so much memory. */
  public static PanelBudget of(long memoryBytes, long largestAllocationBytes) {
    return new PanelBudget(memoryBytes / SHARE, largestAllocationBytes);
  }

  /** For a device on which nothing is packed. */
  public static PanelBudget none() {
    return new PanelBudget(0, 0);
  }

  /** All of it. */
  public long total() {
    return total;
  }

  /** Whether so much can be taken in one piece. */
  public boolean allows(long bytes) {
    return bytes <= left && bytes <= largest;
  }

  /**
   * Takes what {@link #allows} allows.
   *
   * @throws IllegalStateException if it does not
   */
  public void take(long bytes) {
    if (!allows(bytes)) {
      throw new IllegalStateException(bytes + " bytes of panels, " + left + " are left");
    }
    left -= bytes;
  }

  void giveBack(long bytes) {
    left += bytes;
  }
}
