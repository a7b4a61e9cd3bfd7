package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Tail;
import oncilla.backend.opencl.tuning.FakeBench;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of the last layers, forward and back: their rows, their sums, what is left over. */
class TailGeometryTest {
  private static final long INNER = 7;

  /** Rows of examples, then the units of the base and of the layers behind it. */
  private static final int[][] TAILS = {
    {1, 1, 1}, {209, 20, 7, 5, 1}, {20011, 20, 7, 5, 1}, {70, 64, 64, 64, 64, 1}
  };

  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void tailsCoverTheirRowsAndSums(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      for (int[] extent : TAILS) {
        List<FakeEnqueue> launches = bench.launches(ops -> ops.tail(tail(bench, extent)));
        // Then the product that is left: its operands may be packed ahead, its sum be split.
        List<FakeEnqueue> product = launches.subList(2, launches.size());
        assertTrue(product.size() >= 1 && product.size() <= 3, launches.toString());
        assertTrue(product.stream().allMatch(it -> it.kernel().startsWith("matmul")));
        FakeEnqueue rows = launches.get(0);
        FakeEnqueue sums = launches.get(1);
        assertEquals("tail_rows", rows.kernel());
        assertEquals("tail_sums", sums.kernel());
        assertEquals((long) extent[0], rows.arguments().get(0));
        long blocks = (long) rows.arguments().get(1);
        assertTrue(LaunchGeometry.groups(rows, 0) <= blocks, rows.toString());
        if (p.isChunked()) {
          assertEquals(List.of(1L), rows.local());
          assertTrue(LaunchGeometry.groups(rows, 0) <= p.chunks(), rows.toString());
          LaunchGeometry.covers(blocks, p.vectorWidth(), extent[0], rows);
        } else {
          assertTrue(rows.local().get(0) <= p.elementwiseGroup(), rows.toString());
          assertTrue(LaunchGeometry.groups(rows, 0) <= 256, rows.toString());
          assertTrue(blocks * 16 >= extent[0], rows.toString());
        }
        long values = extent[1] + 1;
        for (int l = 2; l < extent.length; l++) {
          values += (extent[l - 1] + 1L) * extent[l];
        }
        LaunchGeometry.covers(LaunchGeometry.groups(sums, 0), sums.local().get(0), values, sums);
        assertEquals(LaunchGeometry.groups(rows, 0), sums.arguments().get(0));
        Object partial = rows.arguments().get(2);
        assertEquals(partial, sums.arguments().get(3));
        long lanes = p.isChunked() ? p.vectorWidth() : 1;
        long bytes =
            LaunchGeometry.groups(rows, 0) * values * lanes * bench.backend().precision().bytes();
        assertTrue(bench.bufferBytes(partial) >= bytes, rows.toString());
      }
    }
  }

  /** The operands of a tail with as many rows and units as {@link #TAILS} says. */
  static Tail tail(FakeBench bench, int... extent) {
    long m = extent[0];
    List<Tail.Layer> layers = new ArrayList<>();
    for (int l = 2; l < extent.length; l++) {
      layers.add(
          new Tail.Layer(
              bench.real(extent[l], extent[l - 1]),
              bench.real(1, extent[l]),
              bench.real(m, extent[l]),
              bench.real(m, extent[l]),
              bench.real(extent[l], extent[l - 1]),
              bench.real(1, extent[l]),
              Optional.empty()));
    }
    Tail.Base base =
        new Tail.Base(
            bench.real(m, INNER),
            bench.real(m, extent[1]),
            bench.real(m, extent[1]),
            bench.real(extent[1], INNER),
            bench.real(1, extent[1]),
            Optional.empty());
    return new Tail(
        base, layers, bench.real(m, 1), bench.real(1, 1), bench.state(), bench.real(1, 2));
  }
}
