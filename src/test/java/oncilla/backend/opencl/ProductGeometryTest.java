package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix products: their blocks cover C, and their parts the long sum. */
class ProductGeometryTest {
  private static final long INNER = 7;

  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void matrixProductsCoverTheirOutput(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      for (Shape shape : LaunchGeometry.SHAPES) {
        MatmulDims dims = new MatmulDims(shape.rows(), shape.columns(), INNER);
        Tensor c = bench.real(dims.m(), dims.n());
        for (MatmulForm form : MatmulForm.values()) {
          Tensor a = bench.arena().allocate(ElementType.REAL, dims.a(form));
          Tensor b = bench.arena().allocate(ElementType.REAL, dims.b(form));
          FakeEnqueue launch = bench.launch(ops -> ops.matmul(form, 0.5, a, b, c));
          product(form, dims, target, launch);
          Object half = launch.arguments().get(3);
          assertEquals(0.5, ((Number) half).doubleValue());
          assertEquals(target.precision() == Precision.FP32, half instanceof Float);
        }
        Tensor x = bench.real(dims.m(), INNER);
        Tensor w = bench.real(dims.n(), INNER);
        Tensor bias = bench.real(1, dims.n());
        product(MatmulForm.NT, dims, target, bench.launch(ops -> ops.dense(x, w, bias, c)));
        product(MatmulForm.NT, dims, target, bench.launch(ops -> ops.denseRelu(x, w, bias, c)));
      }
    }
  }

  private static void product(
      MatmulForm form, MatmulDims dims, FakeBench.Target target, FakeEnqueue launch) {
    assertEquals(List.of(dims.m(), dims.n(), dims.k()), launch.arguments().subList(0, 3));
    MatmulVariant variant = target.parameters().matmul().choose(form, dims);
    assertEquals(variant.kernel(), launch.kernel());
    if (variant instanceof TiledMatmul tiled) {
      tiles(dims, target, tiled, launch);
    } else if (variant instanceof PackedMatmul packed) {
      assertEquals(List.of(1L, 1L), launch.local());
      long rows = (int) launch.arguments().get(12);
      long columns = (int) launch.arguments().get(13);
      long length = (int) launch.arguments().get(14);
      LaunchGeometry.covers(LaunchGeometry.groups(launch, 0), rows, dims.m(), launch);
      LaunchGeometry.covers(LaunchGeometry.groups(launch, 1), columns, dims.n(), launch);
      assertEquals(0, rows % packed.strip());
      assertTrue(rows <= packed.blockM() && length <= packed.blockK(), launch.toString());
      assertTrue(
          packed.localBytes(target.precision()) <= target.device().localMemoryBytes(),
          packed.toString());
    } else {
      DirectMatmul direct = assertInstanceOf(DirectMatmul.class, variant);
      assertEquals(List.of(1L, 1L), launch.local());
      if (form == MatmulForm.NT) {
        LaunchGeometry.covers(LaunchGeometry.groups(launch, 0), direct.blockN(), dims.n(), launch);
        LaunchGeometry.covers(LaunchGeometry.groups(launch, 1), direct.blockM(), dims.m(), launch);
      } else {
        long columns = (long) direct.columnVectors() * direct.vectorWidth();
        LaunchGeometry.covers(LaunchGeometry.groups(launch, 0), direct.blockM(), dims.m(), launch);
        LaunchGeometry.covers(LaunchGeometry.groups(launch, 1), columns, dims.n(), launch);
      }
    }
  }

  /** The groups are all blocks of C for each part of k, and the parts cover k. */
  private static long tiles(
      MatmulDims dims, FakeBench.Target target, TiledMatmul tiled, FakeEnqueue launch) {
    assertEquals(List.of((long) tiled.items()), launch.local());
    assertEquals(tiled.tileM() / tiled.workM() * (tiled.tileN() / tiled.workN()), tiled.items());
    assertTrue(tiled.items() <= target.device().maxWorkGroupSize());
    assertTrue(tiled.localBytes(target.precision()) <= target.device().localMemoryBytes());
    long blocks =
        ((dims.m() + tiled.tileM() - 1) / tiled.tileM())
            * ((dims.n() + tiled.tileN() - 1) / tiled.tileN());
    long parts = LaunchGeometry.groups(launch, 0) / blocks;
    assertEquals(parts * blocks, LaunchGeometry.groups(launch, 0));
    long depth = (long) launch.arguments().get(12);
    assertEquals(0, depth % tiled.tileK());
    LaunchGeometry.covers(parts, depth, dims.k(), launch);
    assertTrue(parts == 1 || parts * blocks <= tiled.targetGroups(), launch.toString());
    assertTrue(parts == 1 || depth >= (long) tiled.fewestTiles() * tiled.tileK());
    return parts;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void partsOfLongProductsFitTheirScratchMemory(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      for (long[] extent :
          new long[][] {{209, 20, 12288}, {20, 1281, 2090}, {1, 1, 4099}, {130, 258, 9001}}) {
        MatmulDims dims = new MatmulDims(extent[0], extent[1], extent[2]);
        Tensor x = bench.real(dims.m(), dims.k());
        Tensor w = bench.real(dims.n(), dims.k());
        Tensor bias = bench.real(1, dims.n());
        Tensor y = bench.real(dims.m(), dims.n());
        List<FakeEnqueue> launches = bench.launches(ops -> ops.denseRelu(x, w, bias, y));
        MatmulVariant variant = bench.parameters().matmul().choose(MatmulForm.NT, dims);
        if (variant instanceof TiledMatmul tiled) {
          FakeEnqueue first = launches.get(0);
          assertEquals("matmul_tiled", first.kernel());
          assertEquals(List.of(dims.m(), dims.n(), dims.k()), first.arguments().subList(0, 3));
          long parts = tiles(dims, target, tiled, first);
          assertEquals(parts > 1 ? 2 : 1, launches.size());
          if (parts > 1) {
            secondStage(dims, parts, first, launches.get(1), bench);
          }
        } else {
          assertEquals(1, launches.size());
        }
      }
    }
  }

  private static void secondStage(
      MatmulDims dims, long parts, FakeEnqueue first, FakeEnqueue second, FakeBench bench) {
    long size = dims.m() * dims.n();
    assertEquals("matmul_split_sum", second.kernel());
    assertEquals(List.of(size, dims.n(), parts), second.arguments().subList(0, 3));
    LaunchGeometry.covers(LaunchGeometry.groups(second, 0), second.local().get(0), size, second);
    assertEquals(1.0, ((Number) first.arguments().get(3)).doubleValue());
    Object partial = first.arguments().get(10);
    assertEquals(0L, first.arguments().get(11));
    assertEquals(partial, second.arguments().get(4));
    long bytes = parts * size * bench.backend().precision().bytes();
    assertTrue(bench.bufferBytes(partial) >= bytes, first.toString());
    assertTrue(parts * size <= TiledMatmul.MOST_PARTIAL_SUMS, first.toString());
  }
}
