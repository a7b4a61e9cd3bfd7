package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels of narrow layers, forward and backward: their rows, their sums, what is left over.
 */
class NarrowGeometryTest {
  private static final long INNER = 7;

  /** Rows of examples, then the units of the base and of the layers behind it. */
  private static final int[][] NETS = {
    {1, 1, 1}, {209, 20, 7, 5, 1}, {20011, 20, 7, 5, 1}, {70, 64, 64, 64, 64, 1}
  };

  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void narrowLayersCoverTheirRowsAndSums(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      for (int[] extent : NETS) {
        List<FakeEnqueue> all = bench.launches(ops -> ops.pass(pass(bench, extent)));
        int before = 0;
        while (!all.get(before).kernel().startsWith("narrow")) {
          assertTrue(all.get(before).kernel().startsWith("matmul"), all.toString());
          before++;
        }
        assertTrue(before >= 1 && before <= 3, all.toString());
        List<FakeEnqueue> launches = all.subList(before, all.size());
        // Then the product that is left: its operands may be packed ahead, its sum be split.
        List<FakeEnqueue> product = launches.subList(2, launches.size());
        assertTrue(product.size() >= 1 && product.size() <= 3, launches.toString());
        assertTrue(product.stream().allMatch(it -> it.kernel().startsWith("matmul")));
        FakeEnqueue rows = launches.get(0);
        FakeEnqueue sums = launches.get(1);
        assertEquals("narrow_rows", rows.kernel());
        assertEquals("narrow_sums", sums.kernel());
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

  @ParameterizedTest
  @MethodSource("targets")
  void whatIsWideOrDeepOrResistsHasLaunchesOfItsOwn(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      assertEquals(0, base(pass(bench, 5, 65, 1)));
      assertEquals(2, base(pass(bench, 5, 65, 3, 1)));
      assertEquals(2, base(pass(bench, 5, 8, 7, 6, 5, 4, 1)));
      assertEquals(0, base(pass(bench, 5, 1)));
      assertEquals(1, base(pass(bench, Activation.TANH, false, 5, 8, 1)));
      assertEquals(1, base(pass(bench, Activation.RELU, true, 5, 8, 1)));
      assertEquals(0, base(pass(bench, Activation.TANH, true, 5, 8, 1)));
    }
  }

  private static int base(TrainingPass pass) {
    return NarrowLayers.of(pass).map(NarrowLayers::baseNumber).orElse(0);
  }

  /** The operands of a step with as many rows and units as {@link #NETS} says. */
  static TrainingPass pass(FakeBench bench, int... extent) {
    return pass(bench, Activation.RELU, false, extent);
  }

  private static TrainingPass pass(
      FakeBench bench, Activation activation, boolean hasDropout, int... extent) {
    long m = extent[0];
    StepState state = bench.state();
    List<TrainingPass.Layer> layers = new ArrayList<>();
    for (int l = 1; l < extent.length; l++) {
      long previous = l == 1 ? INNER : extent[l - 1];
      boolean isLast = l == extent.length - 1;
      Tensor output = bench.real(m, extent[l]);
      layers.add(
          new TrainingPass.Layer(
              bench.real(extent[l], previous),
              bench.real(1, extent[l]),
              isLast ? Activation.IDENTITY : activation,
              hasDropout && !isLast
                  ? Optional.of(new Dropout(3, l, 0.5, 0, state, bench.bytes(output.shape())))
                  : Optional.empty(),
              output,
              bench.real(m, extent[l]),
              bench.real(extent[l], previous),
              bench.real(1, extent[l])));
    }
    return new TrainingPass(
        bench.real(m, INNER),
        layers,
        new TrainingPass.Loss(bench.real(m, 1), m, bench.real(1, 1), state, bench.real(1, 2)),
        Optional.empty());
  }
}
