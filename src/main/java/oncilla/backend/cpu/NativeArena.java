package oncilla.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/**
 * Native allocations with a common end. A tensor that is used after {@link #close} is an {@link
 * IllegalStateException}, not a look at freed memory.
 */
final class NativeArena implements Arena {
  private final NativeBackend owner;
  private final List<NativeMemory> allocations = new ArrayList<>();
  private boolean open = true;

  NativeArena(NativeBackend owner) {
    this.owner = owner;
  }

  NativeBackend owner() {
    return owner;
  }

  /** Checks that the memory may still be used. */
  void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the tensor's arena is closed");
    }
  }

  @Override
  public Tensor allocate(ElementType type, Shape shape) {
    return new NativeTensor(this, type, shape, allocate(type, shape.size()), 0);
  }

  @Override
  public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
    NativeMemory memory = allocate(type, layout.size());
    return new TensorBlock(
        layout,
        (shape, offset) -> {
          requireOpen();
          return new NativeTensor(this, type, shape, memory, offset);
        });
  }

  @Override
  public Arena inside() {
    return owner.newArena();
  }

  @Override
  public void close() {
    open = false;
    allocations.forEach(NativeMemory::free);
    allocations.clear();
    owner.forget(this);
  }

  private NativeMemory allocate(ElementType type, long size) {
    requireOpen();
    NativeMemory memory =
        NativeMemory.allocate(Math.multiplyExact(size, type.bytes(owner.precision())));
    allocations.add(memory);
    return memory;
  }
}
