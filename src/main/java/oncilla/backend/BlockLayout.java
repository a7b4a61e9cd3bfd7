package oncilla.backend;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the tensors of one block lie: element offsets inside a single allocation. Offsets are
 * multiples of {@value #ALIGNMENT_BYTES} bytes, so that every tensor starts on a boundary good for
 * vector loads and for coalesced access; the gaps are padding, which is zero and stays zero.
 *
 * @param slots the tensors with their offsets, in elements
 * @param size elements of the whole block, padding included
 */
public record BlockLayout(List<Slot> slots, long size) {
  /** Every tensor of a block starts at a multiple of this many bytes. */
  public static final int ALIGNMENT_BYTES = 512;

  /**
   * One tensor of a block.
   *
   * @param shape its shape
   * @param offset its first element, counted from the start of the block
   */
  public record Slot(Shape shape, long offset) {
    /** The element after the last one. */
    public long end() {
      return offset + shape.size();
    }
  }

  /** Copies the list and checks that no slot leaves the block. */
  public BlockLayout {
    slots = List.copyOf(slots);
    for (Slot slot : slots) {
      if (slot.offset() < 0 || slot.end() > size) {
        throw new IllegalArgumentException(
            "slot " + slot + " leaves a block of " + size + " elements");
      }
    }
  }

  /** Elements that {@code size} elements of {@code bytesPerElement} take, padding included. */
  public static long padded(long size, int bytesPerElement) {
    long unit = ALIGNMENT_BYTES / bytesPerElement;
    return Math.multiplyExact((size + unit - 1) / unit, unit);
  }

  /** The shapes one behind the other, each at the next boundary. */
  public static BlockLayout consecutive(List<Shape> shapes, int bytesPerElement) {
    List<Slot> slots = new ArrayList<>();
    long offset = 0;
    for (Shape shape : shapes) {
      slots.add(new Slot(shape, offset));
      offset = Math.addExact(offset, padded(shape.size(), bytesPerElement));
    }
    return new BlockLayout(slots, offset);
  }
}
