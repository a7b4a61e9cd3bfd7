package oncilla.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;

/**
 * Device memory for operands that are packed outside their product, taken from the {@link Budget}
 * of the backend.
 */
public final class PanelMemory implements AutoCloseable {
  /** A tensor of so many bytes does not stay in the caches of a CPU from one use to the next. */
  static final long LARGE_BYTES = 32L << 20;

  private final LongFunction<ClBuffer> memory;
  private final Budget budget;
  private final Set<OpenClTensor> constants;
  private final Consumer<Launch> now;
  private final List<ClBuffer> buffers = new ArrayList<>();
  private ClBuffer shared;

  /**
   * How much memory the packed operands of a backend may take. It is kept from tensors (see {@link
   * oncilla.backend.Backend#tensorBytes}), so that what fits by an estimate does fit.
   */
  public static final class Budget {
    /** The part of a device's memory: what products read is a part of what training holds. */
    private static final long SHARE = 8;

    private final long largest;
    private final long total;
    private final long totalOfDevice;
    private final long largestOfDevice;
    private long left;

    private Budget(long total, long largest, long totalOfDevice, long largestOfDevice) {
      this.total = total;
      this.largest = largest;
      this.totalOfDevice = totalOfDevice;
      this.largestOfDevice = largestOfDevice;
      this.left = total;
    }

    /**
     * A budget for products that are packed.
     *
     * @param memoryBytes of the device
     * @param largestAllocationBytes of the device
     */
    public static Budget of(long memoryBytes, long largestAllocationBytes) {
      return new Budget(
          memoryBytes / SHARE, largestAllocationBytes, memoryBytes / SHARE, largestAllocationBytes);
    }

    /**
     * The budget of a device that is to pass for one with less memory. It takes the kernels that it
     * would take without, because others would give other last bits.
     *
     * @param bytes that it is to have
     */
    public Budget limitedTo(long bytes) {
      return new Budget(
          Math.min(total, bytes / SHARE), Math.min(largest, bytes), totalOfDevice, largestOfDevice);
    }

    /** An empty budget, for a device on which nothing is packed. */
    public static Budget none() {
      return new Budget(0, 0, 0, 0);
    }

    /** Bytes that may be taken altogether. */
    public long total() {
      return total;
    }

    /** Whether {@code bytes} can be taken in one piece. */
    public boolean allows(long bytes) {
      return bytes <= left && bytes <= largest;
    }

    /** Whether {@code bytes} could be taken in one piece on the device without a limit. */
    private boolean allowsWithoutLimit(long bytes) {
      return bytes <= left + totalOfDevice - total && bytes <= largestOfDevice;
    }

    /**
     * Takes {@code bytes}.
     *
     * @throws IllegalStateException if {@link #allows} does not allow it
     */
    public void take(long bytes) {
      if (!allows(bytes)) {
        throw new IllegalStateException(bytes + " bytes of panels, " + left + " are left");
      }
      left -= bytes;
    }

    Budget copy() {
      Budget copy = new Budget(total, largest, totalOfDevice, largestOfDevice);
      copy.left = left;
      return copy;
    }

    private void giveBack(long bytes) {
      left += bytes;
    }
  }

  /**
   * Memory of which nothing is taken yet.
   *
   * @param memory makes a buffer of so many bytes
   * @param constants tensors that nothing changes, whose panels may be kept
   * @param now submits a launch at once
   */
  public PanelMemory(
      LongFunction<ClBuffer> memory,
      Budget budget,
      Set<OpenClTensor> constants,
      Consumer<Launch> now) {
    this.memory = memory;
    this.budget = budget;
    this.constants = Set.copyOf(constants);
    this.now = now;
  }

  /**
   * Answers as this one does and takes no memory of the device: for finding out what a product
   * would launch.
   *
   * @param now takes the launches that this one would submit at once
   */
  public PanelMemory rehearsal(Consumer<Launch> now) {
    PanelMemory copy = new PanelMemory(UnbackedBuffer::new, budget.copy(), constants, now);
    copy.shared = shared;
    return copy;
  }

  /** Whether nothing changes {@code tensor}, and the budget allows to keep {@code bytes}. */
  public boolean keeps(OpenClTensor tensor, long bytes) {
    return constants.contains(tensor) && budget.allows(bytes);
  }

  /**
   * Whether nothing changes {@code tensor}, it is large, and the device has room to keep its
   * panels. A limit of its memory is not looked at: where the panels are not kept for that, they
   * are packed again and again, which takes time and changes nothing.
   */
  public boolean keepsLarge(OpenClTensor tensor) {
    return tensor.bytes() >= LARGE_BYTES
        && constants.contains(tensor)
        && budget.allowsWithoutLimit(2 * tensor.bytes());
  }

  /**
   * Memory that is filled once, now, and keeps its content.
   *
   * @param filling the launch that fills the buffer it is given
   * @throws IllegalStateException if there is no room
   */
  public ClBuffer keep(long bytes, Function<ClBuffer, Launch> filling) {
    ClBuffer buffer = create(bytes);
    now.accept(filling.apply(buffer));
    return buffer;
  }

  /**
   * Whether {@link #share} can give {@code bytes}: the memory that products share is that large
   * already, or the budget allows that much more.
   */
  public boolean shares(long bytes) {
    return holds(bytes) || budget.allows(bytes);
  }

  /**
   * Memory for the launches of one product, at least {@code bytes}. The next product gets the same
   * memory: the queue is in order, so its launches begin after those of the product before.
   *
   * @throws IllegalStateException if there is no room
   */
  public ClBuffer share(long bytes) {
    if (!holds(bytes)) {
      // A smaller one before stays: launches are bound to it.
      shared = create(bytes);
    }
    return shared;
  }

  private boolean holds(long bytes) {
    return shared != null && shared.bytes() >= bytes;
  }

  private ClBuffer create(long bytes) {
    budget.take(bytes);
    try {
      ClBuffer buffer = DeviceCalls.get(() -> memory.apply(bytes));
      buffers.add(buffer);
      return buffer;
    } catch (RuntimeException | Error failure) {
      budget.giveBack(bytes);
      throw failure;
    }
  }

  @Override
  public void close() {
    buffers.forEach(buffer -> budget.giveBack(buffer.bytes()));
    List<ClBuffer> closing = List.copyOf(buffers);
    buffers.clear();
    shared = null;
    DeviceCalls.run(() -> Closing.all(closing));
  }
}
