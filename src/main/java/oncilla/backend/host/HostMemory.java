package oncilla.backend.host;

import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;

/** The kind of memory in which a host backend keeps its tensors. */
@FunctionalInterface
public interface HostMemory {
  /**
   * Allocates memory that is zero.
   *
   * @param type what the elements are
   * @param size number of elements, at least 1
   * @throws BackendException if there is no room
   */
  Allocation allocate(ElementType type, long size);

  /** The memory of one tensor or of one block of tensors. */
  interface Allocation {
    /**
     * The elements of this allocation from {@code offset} on, as a tensor.
     *
     * @param arena holds this allocation
     * @param shape lies within the allocation
     * @param offset the tensor's first element, counted from the start of the allocation
     */
    HostTensor tensor(HostArena arena, Shape shape, long offset);

    /** Frees the memory; no tensor of it is used afterwards. */
    void free();
  }
}
