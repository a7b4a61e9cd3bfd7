package oncilla.backend.ejml;

import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;

/**
 * Java arrays with a common end: the garbage collector frees them, and a tensor that is used after
 * {@link #close} is an {@link IllegalStateException}.
 */
final class EjmlArena implements Arena {
  /** Some JVMs cannot make arrays of the very last sizes below 2³¹. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final EjmlBackend owner;
  private boolean open = true;

  EjmlArena(EjmlBackend owner) {
    this.owner = owner;
  }

  Backend owner() {
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
    requireOpen();
    return new EjmlTensor(this, type, shape, array(type, shape.size()), 0);
  }

  @Override
  public TensorBlock allocateBlock(ElementType type, BlockLayout layout) {
    requireOpen();
    Object array = array(type, layout.size());
    return new TensorBlock(
        layout,
        (shape, offset) -> new EjmlTensor(this, type, shape, array, Math.toIntExact(offset)));
  }

  @Override
  public Arena inside() {
    return owner.newArena();
  }

  @Override
  public void close() {
    open = false;
    owner.forget(this);
  }

  private static Object array(ElementType type, long size) {
    if (size > LARGEST_ARRAY) {
      throw new BackendException(
          size + " elements in one tensor exceed a Java array (" + LARGEST_ARRAY + ")");
    }
    int length = (int) size;
    try {
      return switch (type) {
        case REAL -> new double[length];
        case U8 -> new byte[length];
        case I32 -> new int[length];
        case I64 -> new long[length];
      };
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          "no room for "
              + size
              + " elements of "
              + type
              + " in a Java heap of "
              + Runtime.getRuntime().maxMemory()
              + " bytes; start java with a larger -Xmx",
          e);
    }
  }
}
