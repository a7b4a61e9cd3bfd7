package oncilla.backend.cpu;

import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.host.HostArena;
import oncilla.backend.host.HostMemory;
import oncilla.backend.host.HostTensor;

/**
 * Memory outside the Java heap.
 *
 * @param precision the format of real numbers
 */
record CpuMemory(Precision precision) implements HostMemory {
  @Override
  public Allocation allocate(ElementType type, long size) {
    return new Elements(
        type, NativeMemory.allocate(Math.multiplyExact(size, type.bytes(precision))));
  }

  /**
   * An allocation.
   *
   * @param type what the elements are
   * @param memory holds them
   */
  record Elements(ElementType type, NativeMemory memory) implements Allocation {
    @Override
    public HostTensor tensor(HostArena arena, Shape shape, long offset) {
      return new CpuTensor(arena, shape, this, offset);
    }

    @Override
    public void free() {
      memory.free();
    }
  }
}
