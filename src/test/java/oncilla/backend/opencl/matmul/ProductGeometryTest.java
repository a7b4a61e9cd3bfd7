package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
import oncilla.backend.opencl.matmul.PackingPlan.Packing;
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
          FakeEnqueue launch =
              product(
                  form, dims, target, bench, bench.launches(ops -> ops.matmul(form, 0.5, a, b, c)));
          Object half = launch.arguments().get(3);
          assertEquals(0.5, ((Number) half).doubleValue());
          assertEquals(target.precision() == Precision.FP32, half instanceof Float);
        }
        Tensor x = bench.real(dims.m(), INNER);
        Tensor w = bench.real(dims.n(), INNER);
        Tensor bias = bench.real(1, dims.n());
        product(
            MatmulForm.NT,
            dims,
            target,
            bench,
            bench.launches(ops -> ops.dense(x, w, bias, Activation.IDENTITY, Optional.empty(), c)));
        product(
            MatmulForm.NT,
            dims,
            target,
            bench,
            bench.launches(ops -> ops.dense(x, w, bias, Activation.RELU, Optional.empty(), c)));
      }
    }
  }

  /** Checks the launches of a product and returns that of its sums. */
  private static FakeEnqueue product(
      MatmulForm form,
      MatmulDims dims,
      FakeBench.Target target,
      FakeBench bench,
      List<FakeEnqueue> launches) {
    FakeEnqueue launch = launches.get(launches.size() - 1);
    assertEquals(List.of(dims.m(), dims.n(), dims.k()), launch.arguments().subList(0, 3));
    MatmulVariant variant =
        target.parameters().matmul().choose(form, dims, MatmulPrecision.HIGHEST, false);
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
      assertTrue(length <= packed.blockK(), launch.toString());
      List<FakeEnqueue> before = launches.subList(0, launches.size() - 1);
      boolean aheadA = isAhead(before, launch, 4);
      boolean aheadB = isAhead(before, launch, 6);
      assertEquals((aheadA ? 1 : 0) + (aheadB ? 1 : 0), before.size());
      assertTrue(
          !packed.forced().equals(Optional.of(Packing.PER_CALL)) || aheadA && aheadB,
          launches.toString());
      if (aheadA) {
        panels(bench, dims.m(), packed.strip(), length, dims, before.get(0));
      }
      if (aheadB) {
        panels(bench, dims.n(), packed.panel(), length, dims, before.get(before.size() - 1));
      }
      Packing packingOfA = aheadA ? Packing.PER_CALL : Packing.IN_PLACE;
      assertTrue(rows <= packed.mostRows(packingOfA), launch.toString());
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
    return launch;
  }

  /** Whether one of the launches before fills the panels that the product reads at an argument. */
  private static boolean isAhead(List<FakeEnqueue> before, FakeEnqueue product, int argument) {
    List<Object> read = product.arguments().subList(argument, argument + 2);
    return before.stream().anyMatch(pack -> pack.arguments().subList(6, 8).equals(read));
  }

  /** An operand that is packed ahead: its panels, the steps of the sum, and room for them. */
  private static void panels(
      FakeBench bench, long extent, int width, long length, MatmulDims dims, FakeEnqueue launch) {
    assertEquals("matmul_pack", launch.kernel());
    assertEquals(List.of(1L, 1L), launch.local());
    assertEquals(List.of(extent, dims.k(), (int) length), launch.arguments().subList(0, 3));
    long panels = (extent + width - 1) / width;
    long each = (int) launch.arguments().get(3);
    LaunchGeometry.covers(LaunchGeometry.groups(launch, 0), each, panels, launch);
    LaunchGeometry.covers(LaunchGeometry.groups(launch, 1), length, dims.k(), launch);
    long elements = (long) launch.arguments().get(7) + panels * width * dims.k();
    long room = bench.bufferBytes(launch.arguments().get(6));
    assertTrue(elements * bench.backend().precision().bytes() <= room, launch.toString());
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
        List<FakeEnqueue> launches =
            bench.launches(ops -> ops.dense(x, w, bias, Activation.RELU, Optional.empty(), y));
        MatmulVariant variant =
            bench.parameters().matmul().choose(MatmulForm.NT, dims, MatmulPrecision.HIGHEST, false);
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
          product(MatmulForm.NT, dims, target, bench, launches);
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
