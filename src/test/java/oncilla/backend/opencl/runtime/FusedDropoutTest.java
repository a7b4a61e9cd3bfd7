package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.backend.Arena;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tail;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.matmul.MatmulCall;
import oncilla.backend.opencl.tuning.FakeBench;
import oncilla.cl.fake.FakeEnqueue;
import oncilla.cl.fake.TestDevices;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dropout that is drawn where a product is stored or in the tail: no launch of its own, and not
 * only near what the separate operations give, as the table of operations asks, but the same bits,
 * since the same kernel makes the sums.
 */
class FusedDropoutTest {
  private static final double KEEP = 0.7;

  /**
   * m, n, k: rows that start within a block of four words, fewer columns than that, blocks of the
   * kernels that are cut off, and sums that are split.
   */
  private static final long[][] EXTENTS = {
    {1, 1, 1}, {3, 1, 5}, {40, 2, 40}, {31, 33, 32}, {65, 64, 31}, {209, 20, 999}, {7, 1021, 70},
  };

  static List<OpenClConfiguration> configurations() {
    return OpenClConfiguration.all().stream().filter(one -> one.binding().equals("lwjgl")).toList();
  }

  private record Output(double[] activation, byte[] mask) {}

  /** A layer with dropout, the operations for which are {@code submit}. */
  private static Output output(OpenClBackend backend, long[] extent, Layer submit) {
    try (Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(extent[0], extent[2]));
      Tensor w = arena.allocate(ElementType.REAL, Shape.of(extent[1], extent[2]));
      Tensor b = arena.allocate(ElementType.REAL, Shape.vector(extent[1]));
      NumpyRandom random = new NumpyRandom(4);
      for (Tensor tensor : List.of(x, w, b)) {
        backend.upload(random.normals((int) tensor.shape().size()), tensor);
      }
      Shape shape = Shape.of(extent[0], extent[1]);
      Tensor a = arena.allocate(ElementType.REAL, shape);
      Dropout dropout = dropout(2, arena.allocate(ElementType.U8, shape));
      submit.run(backend.ops(), x, w, b, dropout, StepState.allocate(arena, 0.1), a);
      Output output = new Output(new double[(int) shape.size()], new byte[(int) shape.size()]);
      backend.download(a, output.activation());
      backend.download(dropout.mask(), output.mask());
      return output;
    }
  }

  private interface Layer {
    void run(Ops ops, Tensor x, Tensor w, Tensor b, Dropout dropout, StepState state, Tensor a);
  }

  private static Dropout dropout(int layer, Tensor mask) {
    return new Dropout(DropoutMask.of(3, layer, KEEP), KEEP, mask);
  }

  private static void oneAfterTheOther(
      Ops ops, Tensor x, Tensor w, Tensor b, Dropout dropout, StepState state, Tensor a) {
    ops.denseRelu(x, w, b, a);
    ops.drawDropout(dropout, state, a, a);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void inAProductHasTheBitsOfDropoutBehindIt(OpenClConfiguration configuration) {
    try (OpenClBackend backend = configuration.open()) {
      for (long[] extent : EXTENTS) {
        Output behind = output(backend, extent, FusedDropoutTest::oneAfterTheOther);
        Output within = output(backend, extent, Ops::denseReluDropout);
        String shape = extent[0] + "x" + extent[1] + "x" + extent[2];
        assertArrayEquals(behind.mask(), within.mask(), shape);
        assertArrayEquals(behind.activation(), within.activation(), shape);
        int kept = IntStream.range(0, within.mask().length).map(i -> within.mask()[i]).sum();
        if (within.mask().length > 50) {
          assertEquals(KEEP, kept / (double) within.mask().length, 0.2, shape);
        }
      }
    }
  }

  @Test
  void ofAProductTakesNoLaunch() {
    for (FakeBench.Target target : FakeBench.targets()) {
      try (FakeBench bench = new FakeBench(target)) {
        Tensor x = bench.real(33, 9001);
        Tensor w = bench.real(5, 9001);
        Tensor b = bench.real(1, 5);
        Tensor a = bench.real(33, 5);
        Dropout dropout = dropout(1, bench.bytes(a.shape()));
        StepState state = bench.state();
        assertEquals(
            kernels(bench.launches(ops -> ops.denseRelu(x, w, b, a))),
            kernels(bench.launches(ops -> ops.denseReluDropout(x, w, b, dropout, state, a))));
      }
    }
  }

  @Test
  void ofATailTakesNoLaunch() {
    for (FakeBench.Target target : FakeBench.targets()) {
      try (FakeBench bench = new FakeBench(target)) {
        Tail with = tail(bench, true);
        Tail without = tail(bench, false);
        assertEquals(
            kernels(bench.launches(ops -> ops.tail(without))),
            kernels(bench.launches(ops -> ops.tail(with))));
      }
    }
  }

  private static List<String> kernels(List<FakeEnqueue> launches) {
    return launches.stream().map(FakeEnqueue::kernel).toList();
  }

  /** Layers of 5, 3 and 1 units behind a base of 7, the first with dropout or none. */
  private static Tail tail(FakeBench bench, boolean hasDropout) {
    int[] units = {7, 5, 3, 1};
    List<Tail.Layer> layers = new ArrayList<>();
    for (int l = 1; l < units.length; l++) {
      Tensor output = bench.real(70, units[l]);
      layers.add(
          new Tail.Layer(
              bench.real(units[l], units[l - 1]),
              bench.real(1, units[l]),
              output,
              bench.real(70, units[l]),
              bench.real(units[l], units[l - 1]),
              bench.real(1, units[l]),
              hasDropout && l == 1
                  ? Optional.of(dropout(2, bench.bytes(output.shape())))
                  : Optional.empty()));
    }
    Tail.Base base =
        new Tail.Base(
            bench.real(70, 2),
            bench.real(70, 7),
            bench.real(70, 7),
            bench.real(7, 2),
            bench.real(1, 7),
            Optional.empty());
    return new Tail(
        base, layers, bench.real(70, 1), bench.real(1, 1), bench.state(), bench.real(1, 2));
  }

  @Test
  void theEpilogueAndItsDropoutBelongTogether() {
    FakeBench.Target target = FakeBench.Target.of(TestDevices.cpu(0), Precision.FP32);
    try (FakeBench bench = new FakeBench(target)) {
      OpenClTensor any = (OpenClTensor) bench.real(1, 1);
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new MatmulCall(
                      MatmulForm.NT,
                      new MatmulDims(1, 1, 1),
                      MatmulCall.Epilogue.BIAS_RELU_DROPOUT,
                      1,
                      Precision.FP32,
                      any,
                      any,
                      any,
                      any,
                      1));
      assertTrue(refused.getMessage().contains("dropout"), refused.getMessage());
    }
  }
}
