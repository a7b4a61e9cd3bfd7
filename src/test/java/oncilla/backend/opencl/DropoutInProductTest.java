package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import oncilla.backend.Arena;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.cl.fake.FakeEnqueue;
import oncilla.cl.fake.TestDevices;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dropout where a product is stored, against the product followed by dropout: not only near, as the
 * table of operations asks, but the same bits, since the same kernel makes the sums.
 */
class DropoutInProductTest {
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

  /** The same parameters with dropout in the product, or behind it. */
  private static KernelParameters with(KernelParameters own, boolean dropoutInProduct) {
    return new KernelParameters(
        own.elementwiseGroup(),
        own.reductionGroup(),
        own.vectorWidth(),
        own.chunks(),
        own.matmul(),
        dropoutInProduct);
  }

  private record Output(double[] activation, byte[] mask) {}

  private static Output output(OpenClBackend backend, KernelParameters parameters, long[] extent) {
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
      Tensor mask = arena.allocate(ElementType.U8, shape);
      Dropout dropout = new Dropout(DropoutMask.of(3, 2, KEEP), KEEP, mask);
      backend.ops(parameters).denseReluDropout(x, w, b, dropout, StepState.allocate(arena, 0.1), a);
      Output output = new Output(new double[(int) shape.size()], new byte[(int) shape.size()]);
      backend.download(a, output.activation());
      backend.download(mask, output.mask());
      return output;
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void hasTheBitsOfDropoutBehindTheProduct(OpenClConfiguration configuration) {
    try (OpenClBackend backend = configuration.open()) {
      KernelParameters own =
          configuration.variant().parameters(backend.context().device(), configuration.precision());
      for (long[] extent : EXTENTS) {
        Output behind = output(backend, with(own, false), extent);
        Output within = output(backend, with(own, true), extent);
        String shape = extent[0] + "x" + extent[1] + "x" + extent[2];
        assertArrayEquals(behind.mask(), within.mask(), shape);
        assertArrayEquals(behind.activation(), within.activation(), shape);
        int kept = IntStream.range(0, within.mask().length).map(i -> within.mask()[i]).sum();
        assertEquals(KEEP, kept / (double) within.mask().length, extent[0] < 7 ? 1 : 0.2, shape);
      }
    }
  }

  @Test
  void isOneLaunchOrTheTwoOfASplitSum() {
    for (FakeBench.Target target : FakeBench.targets()) {
      for (boolean inProduct : new boolean[] {false, true}) {
        KernelParameters parameters = with(target.parameters(), inProduct);
        try (FakeBench bench =
            new FakeBench(new FakeBench.Target(target.device(), target.precision(), parameters))) {
          MatmulDims dims = new MatmulDims(33, 5, 9001);
          MatmulVariant variant = parameters.matmul().choose(MatmulForm.NT, dims);
          int sums = variant instanceof TiledMatmul tiled && tiled.parts(dims) > 1 ? 2 : 1;
          Dropout dropout =
              new Dropout(DropoutMask.of(3, 2, KEEP), KEEP, bench.bytes(Shape.of(33, 5)));
          StepState state = bench.state();
          Tensor x = bench.real(33, 9001);
          Tensor w = bench.real(5, 9001);
          Tensor b = bench.real(1, 5);
          Tensor a = bench.real(33, 5);
          List<FakeEnqueue> launches =
              bench.launches(ops -> ops.denseReluDropout(x, w, b, dropout, state, a));
          assertEquals(sums + (inProduct ? 0 : 1), launches.size(), launches.toString());
          boolean separate =
              launches.stream().anyMatch(launch -> launch.kernel().equals("draw_dropout"));
          assertEquals(!inProduct, separate, launches.toString());
        }
      }
    }
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
