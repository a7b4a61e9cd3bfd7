package oncilla.backend;

import java.util.List;
import java.util.Objects;

/**
 * Tensors of one type that share one allocation, laid out by a {@link BlockLayout}. What memory
 * that is, the backend knows: it makes the tensors of the pieces.
 */
public final class TensorBlock {
  private final BlockLayout layout;
  private final Memory memory;
  private final List<Tensor> parts;

  /** The allocation of a block. */
  @FunctionalInterface
  public interface Memory {
    /** The elements from {@code offset} on, as a tensor of this shape. */
    Tensor piece(Shape shape, long offset);
  }

  /**
   * A block of {@code memory}.
   *
   * @param memory holds as many elements as the layout says
   */
  public TensorBlock(BlockLayout layout, Memory memory) {
    this.layout = layout;
    this.memory = memory;
    parts = layout.slots().stream().map(slot -> memory.piece(slot.shape(), slot.offset())).toList();
  }

  /** The layout the block was allocated with. */
  public BlockLayout layout() {
    return layout;
  }

  /** The tensors in the order of the layout's slots. */
  public List<Tensor> parts() {
    return parts;
  }

  /**
   * The elements from the start of part {@code first} to the end of part {@code last}, with the
   * padding between them, as one {@code 1 × n} vector. An operation over all weights is one launch
   * over such a span: the padding is zero, so it adds nothing to a sum and stays zero in an update.
   */
  public Tensor span(int first, int last) {
    long start = layout.slots().get(first).offset();
    return memory.piece(Shape.vector(layout.slots().get(last).end() - start), start);
  }

  /**
   * The elements from {@code offset} on as a tensor of {@code shape}, whatever the layout's slots
   * are: for instance some rows of a part, to be uploaded for themselves.
   *
   * @throws IndexOutOfBoundsException if that leaves the block
   */
  public Tensor piece(Shape shape, long offset) {
    Objects.checkFromIndexSize(offset, shape.size(), layout.size());
    return memory.piece(shape, offset);
  }

  /** The whole block, padding included, as one vector. */
  public Tensor all() {
    return memory.piece(Shape.vector(layout.size()), 0);
  }
}
