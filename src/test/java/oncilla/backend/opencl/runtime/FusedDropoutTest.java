package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.matmul.MatmulCall;
import oncilla.cl.fake.FakeEnqueue;
import oncilla.cl.fake.TestDevices;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dropout that is drawn where a product is stored or with narrow layers: no launch of its own, and
 * not only near what the separate operations give, as the table of operations asks, but the same
 * bits, since the same kernel makes the sums.
 */
class FusedDropoutTest {
  private static final double KEEP = 0.7;

  /** Rows of a whole batch, and some from its middle, which need not begin with a block. */
  private static final long[] FIRST_ROWS = {0, 3};

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
  private static Output output(OpenClBackend backend, long[] extent, long firstRow, Layer submit) {
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
      Dropout dropout =
          new Dropout(
              3,
              2,
              KEEP,
              firstRow,
              StepState.allocate(arena, 0.1),
              arena.allocate(ElementType.U8, shape));
      submit.run(backend.ops(), x, w, b, dropout, a);
      Output output = new Output(new double[(int) shape.size()], new byte[(int) shape.size()]);
      backend.download(a, output.activation());
      backend.download(dropout.mask(), output.mask());
      return output;
    }
  }

  private interface Layer {
    void run(Ops ops, Tensor x, Tensor w, Tensor b, Dropout dropout, Tensor a);
  }

  private static void oneAfterTheOther(
      Ops ops, Tensor x, Tensor w, Tensor b, Dropout dropout, Tensor a) {
    ops.dense(x, w, b, Activation.RELU, Optional.empty(), a);
    ops.dropout(dropout, a, a);
  }

  private static void atOnce(Ops ops, Tensor x, Tensor w, Tensor b, Dropout dropout, Tensor a) {
    ops.dense(x, w, b, Activation.RELU, Optional.of(dropout), a);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void inAProductHasTheBitsOfDropoutBehindIt(OpenClConfiguration configuration) {
    try (OpenClBackend backend = configuration.open()) {
      for (long[] extent : EXTENTS) {
        for (long firstRow : FIRST_ROWS) {
          Output behind = output(backend, extent, firstRow, FusedDropoutTest::oneAfterTheOther);
          Output within = output(backend, extent, firstRow, FusedDropoutTest::atOnce);
          String shape = extent[0] + "x" + extent[1] + "x" + extent[2] + " from " + firstRow;
          assertArrayEquals(behind.mask(), within.mask(), shape);
          assertArrayEquals(behind.activation(), within.activation(), shape);
          int kept = IntStream.range(0, within.mask().length).map(i -> within.mask()[i]).sum();
          if (within.mask().length > 50) {
            assertEquals(KEEP, kept / (double) within.mask().length, 0.2, shape);
          }
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
        Optional<Dropout> dropout =
            Optional.of(new Dropout(3, 1, KEEP, 0, bench.state(), bench.bytes(a.shape())));
        Activation f = Activation.RELU;
        assertEquals(
            kernels(bench.launches(ops -> ops.dense(x, w, b, f, Optional.empty(), a))),
            kernels(bench.launches(ops -> ops.dense(x, w, b, f, dropout, a))));
      }
    }
  }

  @Test
  void ofNarrowLayersTakesNoLaunch() {
    for (FakeBench.Target target : FakeBench.targets()) {
      try (FakeBench bench = new FakeBench(target)) {
        TrainingPass with = pass(bench, true);
        TrainingPass without = pass(bench, false);
        assertEquals(
            kernels(bench.launches(ops -> ops.pass(without))),
            kernels(bench.launches(ops -> ops.pass(with))));
      }
    }
  }

  private static List<String> kernels(List<FakeEnqueue> launches) {
    return launches.stream().map(FakeEnqueue::kernel).toList();
  }

  /** Layers of 7, 5, 3 and 1 units, the second with dropout or none. */
  private static TrainingPass pass(FakeBench bench, boolean hasDropout) {
    int[] units = {2, 7, 5, 3, 1};
    StepState state = bench.state();
    List<TrainingPass.Layer> layers = new ArrayList<>();
    for (int l = 1; l < units.length; l++) {
      Tensor output = bench.real(70, units[l]);
      layers.add(
          new TrainingPass.Layer(
              bench.real(units[l], units[l - 1]),
              bench.real(1, units[l]),
              l < units.length - 1 ? Activation.RELU : Activation.IDENTITY,
              hasDropout && l == 2
                  ? Optional.of(new Dropout(3, 2, KEEP, 0, state, bench.bytes(output.shape())))
                  : Optional.empty(),
              output,
              bench.real(70, units[l]),
              bench.real(units[l], units[l - 1]),
              bench.real(1, units[l])));
    }
    return new TrainingPass(
        bench.real(70, 2),
        layers,
        new TrainingPass.Loss(bench.real(70, 1), 70, bench.real(1, 1), state, bench.real(1, 2)),
        Optional.empty());
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
                      MatmulCall.Epilogue.LAYER_WITH_DROPOUT,
                      1,
                      Precision.FP32,
                      any,
                      any,
                      any,
                      any,
                      1,
                      Activation.RELU,
                      Optional.empty()));
      assertTrue(refused.getMessage().contains("dropout"), refused.getMessage());
    }
  }
}
