package oncilla.backend.ejml;

import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.host.HostArena;
import oncilla.backend.host.HostMemory;
import oncilla.backend.host.HostTensor;

/**
 * Java arrays, one for each allocation; the garbage collector frees them. Real numbers are kept in
 * double whatever the precision is.
 */
final class EjmlMemory implements HostMemory {
  /** Some JVMs cannot make arrays of the very last sizes below 2³¹. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  @Override
  public Allocation allocate(ElementType type, long size) {
    return new Array(type, array(type, size));
  }

  /**
   * An allocation.
   *
   * @param type what the elements are
   * @param array a Java array of that type
   */
  record Array(ElementType type, Object array) implements Allocation {
    @Override
    public HostTensor tensor(HostArena arena, Shape shape, long offset) {
      return new EjmlTensor(arena, shape, this, offset);
    }

    @Override
    public void free() {
      // The garbage collector does.
    }
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
