package oncilla.backend.opencl.launch;

import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.cl.ClBuffer;

/**
 * A tensor as a buffer and the offset of its first element; both go to the kernel, so there are no
 * sub-buffers and no alignment rules of theirs.
 */
public record OpenClTensor(
    OpenClArena arena, ElementType type, Shape shape, ClBuffer memory, long offset)
    implements Tensor {
  /** A tensor of this backend; {@link oncilla.backend.checked.CheckedOps} has checked its owner. */
  public static OpenClTensor own(Tensor tensor) {
    return (OpenClTensor) tensor;
  }

  @Override
  public Backend owner() {
    return arena.owner();
  }

  @Override
  public OpenClTensor part(long first, Shape part) {
    arena.requireOpen();
    shape.requirePart(first, part);
    return new OpenClTensor(arena, type, part, memory, offset + first);
  }

  /**
   * The buffer.
   *
   * @throws IllegalStateException if the tensor's arena is closed
   */
  public ClBuffer buffer() {
    arena.requireOpen();
    return memory;
  }

  /** Offset of the first element in bytes. */
  public long offsetBytes() {
    return offset * type.bytes(owner().precision());
  }

  /** Bytes of all elements. */
  public long bytes() {
    return shape.size() * type.bytes(owner().precision());
  }
}
