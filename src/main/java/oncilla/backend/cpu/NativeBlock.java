package oncilla.backend.cpu;

import java.util.List;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/** Tensors that are pieces of one allocation. */
final class NativeBlock implements TensorBlock {
  private final NativeArena arena;
  private final ElementType type;
  private final BlockLayout layout;
  private final NativeMemory memory;
  private final List<Tensor> parts;

  /** Pieces of {@code memory} as {@code layout} says. */
  NativeBlock(NativeArena arena, ElementType type, BlockLayout layout, NativeMemory memory) {
    this.arena = arena;
    this.type = type;
    this.layout = layout;
    this.memory = memory;
    parts = layout.slots().stream().map(slot -> piece(slot.shape(), slot.offset())).toList();
  }

  @Override
  public BlockLayout layout() {
    return layout;
  }

  @Override
  public List<Tensor> parts() {
    return parts;
  }

  @Override
  public Tensor span(int first, int last) {
    long start = layout.slots().get(first).offset();
    return piece(Shape.vector(layout.slots().get(last).end() - start), start);
  }

  @Override
  public Tensor all() {
    return piece(Shape.vector(layout.size()), 0);
  }

  private Tensor piece(Shape shape, long offset) {
    arena.requireOpen();
    return new NativeTensor(arena, type, shape, memory, offset);
  }
}
