package oncilla.train;

import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/**
 * Adds up what is allocated, and allocates nothing: code that allocates says how much memory it
 * takes when it is run with one of these. Its tensors have a type and a shape and belong to no
 * backend; an operation or a copy that meets one is an {@link IllegalStateException}.
 *
 * <p>An arena {@link #inside} adds to the same sums until it is closed.
 */
final class CountingArena implements Arena {
  private final Backend backend;
  private final Sums sums;
  private long own;
  private boolean open = true;

  /** The sums of an arena and of those inside it, in bytes. */
  private static final class Sums {
    private long held;
    private long most;
    private long largest;
  }

  private record CountedTensor(ElementType type, Shape shape) implements Tensor {
    @Override
    public Backend owner() {
      throw new IllegalStateException(
          "a tensor of " + shape + " that was only counted has no memory and no backend");
    }

    @Override
    public Tensor part(long first, Shape part) {
      shape.requirePart(first, part);
      return new CountedTensor(type, part);
    }
  }

  /**
   * Counts as arenas of {@code backend} allocate.
   *
   * @param backend asked for the size of its elements alone
   */
  CountingArena(Backend backend) {
    this(backend, new Sums());
  }

  private CountingArena(Backend backend, Sums sums) {
    this.backend = backend;
    this.sums = sums;
  }

  @Override
  public Tensor allocate(ElementType type, Shape shape) {
    count(type, shape.size());
    return new CountedTensor(type, shape);
  }

  @Override
  public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
    count(type, layout.size());
    return new TensorBlock(layout, (shape, offset) -> new CountedTensor(type, shape));
  }

  @Override
  public CountingArena inside() {
    return new CountingArena(backend, sums);
  }

  /** The most bytes that were held at any time, here and in arenas inside. */
  long mostBytes() {
    return sums.most;
  }

  /** Bytes of the largest single allocation, here and in arenas inside; 0 before the first. */
  long largestAllocationBytes() {
    return sums.largest;
  }

  /** What this arena held is held no longer; the sums of before stay. */
  @Override
  public void close() {
    if (open) {
      open = false;
      sums.held -= own;
    }
  }

  private void count(ElementType type, long elements) {
    if (!open) {
      throw new IllegalStateException("the arena is closed");
    }
    int each = type == ElementType.REAL ? backend.bytesPerReal() : type.bytes(backend.precision());
    long bytes = Math.multiplyExact(elements, each);
    own = Math.addExact(own, bytes);
    sums.held = Math.addExact(sums.held, bytes);
    sums.most = Math.max(sums.most, sums.held);
    sums.largest = Math.max(sums.largest, bytes);
  }
}
