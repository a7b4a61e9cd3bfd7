package oncilla.nn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import oncilla.backend.BlockLayout;
import oncilla.backend.Shape;

/**
 * Places tensors that are not all needed at the same time into as little memory as a simple rule
 * finds: largest first, each at the lowest offset of the first slab where it meets no tensor that
 * lives at the same time. A slab never exceeds what the device can allocate at once; there are as
 * many as needed.
 *
 * <p>Greedy by size is within a few percent of the best on networks like ours; see Pisarchyk and
 * Lee, "Efficient memory management for deep neural net inference", 2020.
 */
final class ActivationPlanner {
  /**
   * A tensor and when it is needed, in any unit of time that grows along the recorded operations.
   *
   * @param shape its shape
   * @param first when it is first written
   * @param last when it is last read, not before {@code first}
   */
  record Lifetime(Shape shape, int first, int last) {
    /** Checks the order. */
    Lifetime {
      if (last < first) {
        throw new IllegalArgumentException("a tensor lives from " + first + " to " + last);
      }
    }

    /** Whether both are needed at some time. */
    boolean meets(Lifetime other) {
      return first <= other.last && other.first <= last;
    }
  }

  /**
   * Where a tensor lies.
   *
   * @param slab which slab
   * @param slot which slot of the slab's layout
   */
  record Place(int slab, int slot) {}

  /**
   * The result.
   *
   * @param slabs layouts whose slots may overlap where lifetimes do not
   * @param places for each tensor, in the order given
   */
  record Placement(List<BlockLayout> slabs, List<Place> places) {
    /** Copies the lists. */
    Placement {
      slabs = List.copyOf(slabs);
      places = List.copyOf(places);
    }

    /** Elements of all slabs. */
    long elements() {
      return slabs.stream().mapToLong(BlockLayout::size).sum();
    }
  }

  private ActivationPlanner() {}

  /**
   * Places {@code tensors}.
   *
   * @param bytesPerElement for the alignment of offsets
   * @param largestSlab most elements a slab may have
   * @throws IllegalArgumentException if a single tensor exceeds a slab
   */
  static Placement place(List<Lifetime> tensors, int bytesPerElement, long largestSlab) {
    List<Integer> largestFirst =
        IntStream.range(0, tensors.size())
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> -tensors.get(i).shape().size())
                    .thenComparing(i -> tensors.get(i).first()))
            .toList();
    List<Slab> slabs = new ArrayList<>();
    Place[] places = new Place[tensors.size()];
    for (int i : largestFirst) {
      Lifetime tensor = tensors.get(i);
      long padded = BlockLayout.padded(tensor.shape().size(), bytesPerElement);
      if (padded > largestSlab) {
        throw new IllegalArgumentException(
            "a tensor of " + tensor.shape() + " exceeds a slab of " + largestSlab + " elements");
      }
      int slab = 0;
      long offset = 0;
      while (slab < slabs.size()) {
        offset = slabs.get(slab).lowestOffset(tensor, padded);
        if (offset + padded <= largestSlab) {
          break;
        }
        slab++;
        offset = 0;
      }
      if (slab == slabs.size()) {
        slabs.add(new Slab());
      }
      places[i] = new Place(slab, slabs.get(slab).add(tensor, offset, padded));
    }
    return new Placement(slabs.stream().map(Slab::layout).toList(), List.of(places));
  }

  /** What has been placed in one slab so far. */
  private static final class Slab {
    private record Placed(Lifetime tensor, long offset, long end) {}

    private final List<Placed> placed = new ArrayList<>();

    /** The first gap of this size between the tensors that live at the same time. */
    long lowestOffset(Lifetime tensor, long padded) {
      long offset = 0;
      List<Placed> inTheWay =
          placed.stream()
              .filter(other -> other.tensor().meets(tensor))
              .sorted(Comparator.comparingLong(Placed::offset))
              .toList();
      for (Placed other : inTheWay) {
        if (offset + padded <= other.offset()) {
          break;
        }
        offset = Math.max(offset, other.end());
      }
      return offset;
    }

    int add(Lifetime tensor, long offset, long padded) {
      placed.add(new Placed(tensor, offset, offset + padded));
      return placed.size() - 1;
    }

    BlockLayout layout() {
      long size = placed.stream().mapToLong(Placed::end).max().orElse(0);
      return new BlockLayout(
          placed.stream()
              .map(one -> new BlockLayout.Slot(one.tensor().shape(), one.offset()))
              .toList(),
          size);
    }
  }
}
