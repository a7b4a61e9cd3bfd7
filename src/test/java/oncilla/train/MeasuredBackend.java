package oncilla.train;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.ForwardingBackend;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/** A backend whose allocations are written down; everything is done by the other backend. */
final class MeasuredBackend extends ForwardingBackend {
  private final Backend to;
  private long held;
  private long most;
  private long largest;

  MeasuredBackend(Backend to) {
    super(to);
    this.to = to;
  }

  /** The most bytes that the tensors of all open arenas had. */
  long mostBytes() {
    return most;
  }

  /** Bytes of the largest allocation. */
  long largestAllocationBytes() {
    return largest;
  }

  /** Bytes that are allocated now. */
  long heldBytes() {
    return held;
  }

  private final class MeasuredArena implements Arena {
    private final Arena arena = to.newArena();
    private final List<Long> allocations = new ArrayList<>();

    private void add(ElementType type, long elements) {
      long bytes =
          elements * (type == ElementType.REAL ? to.bytesPerReal() : type.bytes(precision()));
      allocations.add(bytes);
      held += bytes;
      most = Math.max(most, held);
      largest = Math.max(largest, bytes);
    }

    @Override
    public Tensor allocate(ElementType type, Shape shape) {
      add(type, shape.size());
      return arena.allocate(type, shape);
    }

    @Override
    public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
      add(type, layout.size());
      return arena.allocateBlock(type, layout);
    }

    @Override
    public Arena inside() {
      return newArena();
    }

    @Override
    public void close() {
      allocations.forEach(bytes -> held -= bytes);
      allocations.clear();
      arena.close();
    }
  }

  @Override
  public Arena newArena() {
    return new MeasuredArena();
  }
}
