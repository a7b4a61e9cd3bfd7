package oncilla.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import oncilla.backend.opencl.program.DeviceCalls;
import oncilla.base.Closing;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;

/** Device memory for operands that are packed outside their product, taken from a common budget. */
public final class PanelMemory implements AutoCloseable {
  /** A tensor of so many bytes does not stay in the caches of a CPU from one use to the next. */
  static final long LARGE_BYTES = 32L << 20;

  private final ClContext context;
  private final PanelBudget budget;
  private final Set<OpenClTensor> constants;
  private final Consumer<Launch> now;
  private final List<ClBuffer> buffers = new ArrayList<>();
  private ClBuffer shared;

  /**
   * None yet.
   *
   * @param constants tensors that nothing changes, whose panels may be kept
   * @param now submits a launch at once
   */
  public PanelMemory(
      ClContext context, PanelBudget budget, Set<OpenClTensor> constants, Consumer<Launch> now) {
    this.context = context;
    this.budget = budget;
    this.constants = Set.copyOf(constants);
    this.now = now;
  }

  /** Whether nothing changes {@code tensor}, and there is room to keep so much. */
  public boolean keeps(OpenClTensor tensor, long bytes) {
    return constants.contains(tensor) && budget.allows(bytes);
  }

  /** Whether nothing changes {@code tensor}, it is large, and there is room to keep its panels. */
  public boolean keepsLarge(OpenClTensor tensor) {
    return tensor.bytes() >= LARGE_BYTES && keeps(tensor, 2 * tensor.bytes());
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

  /** Whether {@link #share} has so much. */
  public boolean shares(long bytes) {
    return holds(bytes) || budget.allows(bytes);
  }

  /**
   * Memory for the launches of one product. The next product gets the same: the queue is in order.
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
      ClBuffer buffer = DeviceCalls.get(() -> context.createBuffer(bytes));
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
