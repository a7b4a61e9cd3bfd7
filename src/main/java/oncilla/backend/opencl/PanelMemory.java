package oncilla.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Closing;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClContext;

/**
 * Device memory for operands that are packed ahead of their product, taken from a common budget.
 */
final class PanelMemory implements AutoCloseable {
  private final ClContext context;
  private final PanelBudget budget;
  private final List<ClBuffer> buffers = new ArrayList<>();
  private ClBuffer largest;

  /** None yet. */
  PanelMemory(ClContext context, PanelBudget budget) {
    this.context = context;
    this.budget = budget;
  }

  /** Whether {@link #get} has so much. */
  boolean hasRoom(long bytes) {
    return holds(bytes) || budget.allows(bytes);
  }

  /**
   * Memory for the launches of one product. The next product gets the same: the queue is in order.
   *
   * @throws IllegalStateException if there is no room
   */
  ClBuffer get(long bytes) {
    if (!holds(bytes)) {
      budget.take(bytes);
      try {
        largest = DeviceCalls.get(() -> context.createBuffer(bytes));
      } catch (RuntimeException | Error failure) {
        budget.giveBack(bytes);
        throw failure;
      }
      // The smaller ones before stay: launches are bound to them.
      buffers.add(largest);
    }
    return largest;
  }

  private boolean holds(long bytes) {
    return largest != null && largest.bytes() >= bytes;
  }

  @Override
  public void close() {
    buffers.forEach(buffer -> budget.giveBack(buffer.bytes()));
    List<ClBuffer> closing = List.copyOf(buffers);
    buffers.clear();
    largest = null;
    DeviceCalls.run(() -> Closing.all(closing));
  }
}
