package oncilla.backend.ejml;

import java.util.ArrayList;
import java.util.List;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/** Tensors that are pieces of one array. */
final class EjmlBlock implements TensorBlock {
  private final EjmlArena arena;
  private final BlockLayout layout;
  private final ElementType type;
  private final Object array;
  private final List<Tensor> parts;

  /** Pieces of {@code array} as {@code layout} says. */
  EjmlBlock(EjmlArena arena, ElementType type, BlockLayout layout, Object array) {
    this.arena = arena;
    this.type = type;
    this.layout = layout;
    this.array = array;
    List<Tensor> tensors = new ArrayList<>();
    for (BlockLayout.Slot slot : layout.slots()) {
      tensors.add(piece(slot.shape(), slot.offset()));
    }
    parts = List.copyOf(tensors);
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
    return new EjmlTensor(arena, type, shape, array, Math.toIntExact(offset));
  }
}
