package oncilla.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oncilla.nn.Network;

/**
 * The sizes at which a network with one hidden layer is measured: one extent grows in powers of
 * two.
 *
 * @param extent what grows
 * @param inputs numbers per example
 * @param width units of the hidden layer, where that does not grow
 * @param batch examples, where that does not grow
 * @param first the first size
 * @param last sizes do not exceed this
 */
public record ScalingSweep(Extent extent, int inputs, int width, int batch, int first, int last) {
  /** What grows. */
  public enum Extent {
    /** The number of examples. */
    BATCH,
    /** The units of the hidden layer. */
    WIDTH;

    /** The name in tables and files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the extents. */
  public ScalingSweep {
    if (inputs < 1 || width < 1 || batch < 1) {
      throw new IllegalArgumentException("inputs, width and batch must be at least 1");
    }
    if (first < 1 || last < first || last > 1 << 24) {
      throw new IllegalArgumentException(
          "sizes from " + first + " to " + last + ", expected 1 <= first <= last <= 16777216");
    }
  }

  /** The sizes: the first, doubled as long as the last is not exceeded. */
  public List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (int size = first; size <= last; size *= 2) {
      sizes.add(size);
    }
    return sizes;
  }

  /** The network with its batch at one size. */
  public StepNet at(int size) {
    int units = extent == Extent.WIDTH ? size : width;
    int examples = extent == Extent.BATCH ? size : batch;
    return new StepNet(Network.classifier(inputs, List.of(units)), examples);
  }
}
