package oncilla.backend.host;

import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;

/**
 * A tensor in memory of this process. A backend's own class adds how its operations read and write
 * the elements, and copies them from and to arrays.
 *
 * <p>Each copy is between all elements of the tensor, row by row, and an array that is as long and
 * of the tensor's type; {@link HostBackend} has checked that.
 */
public abstract class HostTensor implements Tensor {
  private final HostArena arena;
  private final ElementType type;
  private final Shape shape;
  private final HostMemory.Allocation allocation;
  private final long offset;

  /**
   * A tensor of this type and shape in {@code arena}.
   *
   * @param allocation holds the elements
   * @param offset the first element, counted from the start of the allocation
   */
  protected HostTensor(
      HostArena arena,
      ElementType type,
      Shape shape,
      HostMemory.Allocation allocation,
      long offset) {
    this.arena = arena;
    this.type = type;
    this.shape = shape;
    this.allocation = allocation;
    this.offset = offset;
  }

  @Override
  public final ElementType type() {
    return type;
  }

  @Override
  public final Shape shape() {
    return shape;
  }

  @Override
  public final Backend owner() {
    return arena.owner();
  }

  @Override
  public final Tensor part(long first, Shape part) {
    requireOpen();
    shape.requirePart(first, part);
    return allocation.tensor(arena, part, offset + first);
  }

  /**
   * Checks that the memory may still be used.
   *
   * @throws IllegalStateException if the tensor's arena is closed
   */
  protected final void requireOpen() {
    arena.requireOpen();
  }

  /** Stores real numbers, rounded to the backend's precision. */
  protected abstract void write(double[] values);

  /** Stores unsigned bytes. */
  protected abstract void write(byte[] values);

  /** Stores 32-bit integers. */
  protected abstract void write(int[] values);

  /** Stores 64-bit integers. */
  protected abstract void write(long[] values);

  /** Copies real numbers into {@code values}. */
  protected abstract void read(double[] values);

  /** Copies unsigned bytes into {@code values}. */
  protected abstract void read(byte[] values);

  /** Copies 32-bit integers into {@code values}. */
  protected abstract void read(int[] values);

  /** Copies 64-bit integers into {@code values}. */
  protected abstract void read(long[] values);
}
