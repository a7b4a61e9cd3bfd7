package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.Shape;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.cl.fake.FakeEnqueue;

/**
 * What the geometry tests ask of every launch, on a fake device that refuses what a strict one
 * would (global sizes that are no multiples, groups too large, arguments too many, missing or of
 * another size): launches must cover their output, and not with a whole group more than that takes.
 */
public final class LaunchGeometry {
  /** Shapes with whole and broken groups, long and short in both directions. */
  public static final List<Shape> SHAPES =
      List.of(
          Shape.of(1, 1),
          Shape.of(3, 5),
          Shape.of(31, 33),
          Shape.of(64, 64),
          Shape.of(257, 255),
          Shape.of(1, 4099),
          Shape.of(2053, 1),
          Shape.of(20011, 3));

  private LaunchGeometry() {}

  /** The number of work-groups in a dimension. */
  public static long groups(FakeEnqueue launch, int dimension) {
    return launch.global().get(dimension) / launch.local().get(dimension);
  }

  /** {@code pieces} of size {@code size} hold {@code extent}, and one piece fewer would not. */
  public static void covers(long pieces, long size, long extent, FakeEnqueue launch) {
    assertTrue(
        pieces * size >= extent && (pieces - 1) * size < extent,
        pieces + " pieces of " + size + " for " + extent + ": " + launch);
  }

  /** An item for each of {@code size} elements. */
  public static void elementwise(
      String kernel, long size, KernelParameters parameters, FakeEnqueue launch) {
    assertEquals(kernel, launch.kernel());
    assertEquals(List.of((long) parameters.elementwiseGroup()), launch.local());
    assertEquals(size, launch.arguments().get(0));
    covers(groups(launch, 0), launch.local().get(0), size, launch);
  }

  /** A chunk of {@code unit} elements for each item of a GPU; on a CPU device, of whole vectors. */
  public static void chunks(
      String kernel,
      long unit,
      long vector,
      long size,
      KernelParameters parameters,
      FakeEnqueue launch) {
    assertEquals(kernel, launch.kernel());
    assertEquals(size, launch.arguments().get(0));
    long chunk = (long) launch.arguments().get(1);
    covers(groups(launch, 0), chunk * launch.local().get(0), size, launch);
    if (parameters.isChunked()) {
      assertEquals(0, chunk % vector);
      assertEquals(List.of(1L), launch.local());
      assertTrue(groups(launch, 0) <= parameters.chunks(), launch.toString());
    } else {
      assertEquals(unit, chunk);
    }
  }
}
