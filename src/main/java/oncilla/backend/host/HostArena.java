package oncilla.backend.host;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/**
 * Allocations of a host backend that are freed together. A tensor that is used after {@link #close}
 * is an {@link IllegalStateException}, not a look at freed memory.
 */
public final class HostArena implements Arena {
  private final HostBackend owner;
  private final HostMemory memory;
  private final List<HostMemory.Allocation> allocations = new ArrayList<>();
  private boolean open = true;

  /** An empty arena of {@code owner} that allocates from {@code memory}. */
  HostArena(HostBackend owner, HostMemory memory) {
    this.owner = owner;
    this.memory = memory;
  }

  /** The backend that opened this arena. */
  public HostBackend owner() {
    return owner;
  }

  /**
   * Checks that the memory may still be used.
   *
   * @throws IllegalStateException if this arena is closed
   */
  public void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the tensor's arena is closed");
    }
  }

  @Override
  public Tensor allocate(ElementType type, Shape shape) {
    return newAllocation(type, shape.size()).tensor(this, shape, 0);
  }

  @Override
  public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
    HostMemory.Allocation allocation = newAllocation(type, layout.size());
    return new TensorBlock(
        layout,
        (shape, offset) -> {
          requireOpen();
          return allocation.tensor(this, shape, offset);
        });
  }

  @Override
  public Arena inside() {
    requireOpen();
    return owner.newArena();
  }

  @Override
  public void close() {
    open = false;
    allocations.forEach(HostMemory.Allocation::free);
    allocations.clear();
    owner.forget(this);
  }

  private HostMemory.Allocation newAllocation(ElementType type, long size) {
    requireOpen();
    HostMemory.Allocation allocation = memory.allocate(type, size);
    allocations.add(allocation);
    return allocation;
  }
}
