package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oncilla.backend.BlockLayout;
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
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Work sizes and arguments of every kernel, on a fake device that refuses what a strict one would
 * (global sizes that are no multiples, groups too large, arguments too many, missing or of another
 * size). Launches must cover their output, and not with a whole group more than that takes.
 */
class LaunchGeometryTest {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(1, 1),
          Shape.of(3, 5),
          Shape.of(31, 33),
          Shape.of(64, 64),
          Shape.of(257, 255),
          Shape.of(1, 4099),
          Shape.of(2053, 1),
          Shape.of(20011, 3));

  private static final long INNER = 7;

  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  private static long groups(FakeEnqueue launch, int dimension) {
    return launch.global().get(dimension) / launch.local().get(dimension);
  }

  /** {@code pieces} of size {@code size} hold {@code extent}, and one piece fewer would not. */
  private static void covers(long pieces, long size, long extent, FakeEnqueue launch) {
    assertTrue(
        pieces * size >= extent && (pieces - 1) * size < extent,
        pieces + " pieces of " + size + " for " + extent + ": " + launch);
  }

  private static void elementwise(
      String kernel, long size, KernelParameters parameters, FakeEnqueue launch) {
    assertEquals(kernel, launch.kernel());
    assertEquals(List.of((long) parameters.elementwiseGroup()), launch.local());
    assertEquals(size, launch.arguments().get(0));
    covers(groups(launch, 0), launch.local().get(0), size, launch);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void elementwiseKernelsCoverTheirOutput(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      StepState state = bench.state();
      for (Shape shape : SHAPES) {
        long n = shape.size();
        Tensor x = bench.real(shape.rows(), shape.columns());
        Tensor y = bench.real(shape.rows(), shape.columns());
        Tensor row = bench.real(1, shape.columns());
        Tensor mask = bench.bytes(shape);
        Tensor order = bench.arena().allocate(ElementType.I32, Shape.vector(shape.rows()));
        elementwise("add_row_vector", n, p, bench.launch(ops -> ops.addRowVector(x, row, y)));
        elementwise("relu", n, p, bench.launch(ops -> ops.relu(x, y)));
        elementwise("relu_backward", n, p, bench.launch(ops -> ops.reluBackward(x, x, y)));
        elementwise("sigmoid", n, p, bench.launch(ops -> ops.sigmoid(x, y)));
        elementwise("sigmoid_backward", n, p, bench.launch(ops -> ops.sigmoidBackward(x, x, y)));
        elementwise("dropout", n, p, bench.launch(ops -> ops.dropout(x, mask, 0.5, y)));
        elementwise("add_scaled", n, p, bench.launch(ops -> ops.addScaled(2, x, y)));
        elementwise(
            "gradient_descent", n, p, bench.launch(ops -> ops.gradientDescent(x, y, state)));
        elementwise("gather_u8", n, p, bench.launch(ops -> ops.gather(mask, order, state, 255, y)));
        elementwise("gather_real", n, p, bench.launch(ops -> ops.gather(x, order, state, 1, y)));

        DropoutMask spec = DropoutMask.of(3, 1, 0.5);
        chunks(
            "dropout_mask", 4, 64, n, p, bench.launch(ops -> ops.dropoutMask(spec, state, mask)));
        Dropout dropout = new Dropout(spec, 0.5, mask);
        chunks(
            "draw_dropout",
            4,
            64,
            n,
            p,
            bench.launch(ops -> ops.drawDropout(dropout, state, x, y)));
        chunks(
            "descend_and_advance",
            1,
            p.vectorWidth(),
            n,
            p,
            bench.launch(ops -> ops.descendAndAdvance(0.5, x, y, x, y, state, 4, 10)));
      }
      FakeEnqueue advance = bench.launch(ops -> ops.advance(state, 4, 10));
      assertEquals(List.of(1L), advance.global());
      assertEquals(List.of(4L, 10L), advance.arguments().subList(0, 2));
    }
  }

  /** A chunk of {@code unit} elements for each item of a GPU; on a CPU device, of whole vectors. */
  private static void chunks(
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

  @ParameterizedTest
  @MethodSource("targets")
  void matrixProductsCoverTheirOutput(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      for (Shape shape : SHAPES) {
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
      covers(groups(launch, 0), rows, dims.m(), launch);
      covers(groups(launch, 1), columns, dims.n(), launch);
      assertEquals(0, rows % packed.strip());
      assertTrue(rows <= packed.blockM() && length <= packed.blockK(), launch.toString());
      assertTrue(
          packed.localBytes(target.precision()) <= target.device().localMemoryBytes(),
          packed.toString());
    } else {
      DirectMatmul direct = assertInstanceOf(DirectMatmul.class, variant);
      assertEquals(List.of(1L, 1L), launch.local());
      if (form == MatmulForm.NT) {
        covers(groups(launch, 0), direct.blockN(), dims.n(), launch);
        covers(groups(launch, 1), direct.blockM(), dims.m(), launch);
      } else {
        long columns = (long) direct.columnVectors() * direct.vectorWidth();
        covers(groups(launch, 0), direct.blockM(), dims.m(), launch);
        covers(groups(launch, 1), columns, dims.n(), launch);
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
    long parts = groups(launch, 0) / blocks;
    assertEquals(parts * blocks, groups(launch, 0));
    long depth = (long) launch.arguments().get(12);
    assertEquals(0, depth % tiled.tileK());
    covers(parts, depth, dims.k(), launch);
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
    covers(groups(second, 0), second.local().get(0), size, second);
    assertEquals(1.0, ((Number) first.arguments().get(3)).doubleValue());
    Object partial = first.arguments().get(10);
    assertEquals(0L, first.arguments().get(11));
    assertEquals(partial, second.arguments().get(4));
    long bytes = parts * size * bench.backend().precision().bytes();
    assertTrue(bench.bufferBytes(partial) >= bytes, first.toString());
    assertTrue(parts * size <= TiledMatmul.MOST_PARTIAL_SUMS, first.toString());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void sumsCoverTheirInputAndTheirPartialSumsFit(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      StepState state = bench.state();
      Tensor one = bench.real(1, 1);
      Tensor two = bench.real(1, 2);
      for (Shape shape : SHAPES) {
        Tensor x = bench.real(shape.rows(), shape.columns());
        Tensor row = bench.real(1, shape.columns());
        columnSums(
            "column_sum", 6, shape, bench, bench.launches(ops -> ops.columnSum(0.5, x, row)));
        Tensor dz = bench.real(shape.rows(), shape.columns());
        Tensor dw = bench.real(shape.columns(), shape.columns());
        List<FakeEnqueue> back =
            bench.launches(ops -> ops.hiddenBackward(dz, x, Optional.empty(), x, dw, row));
        int sums = shape.rows() > 64 ? 2 : 1;
        columnSums("hidden_backward", 9, shape, bench, back.subList(0, sums));

        List<FakeEnqueue> penalty = bench.launches(ops -> ops.l2Penalty(0.5, x, one));
        twoStages("square_sum", "scaled_sum", 4, shape.size(), bench, penalty);
        long chunk = (long) penalty.get(0).arguments().get(1);
        assertEquals(0, chunk % target.parameters().vectorWidth());

        Tensor z = bench.real(shape.size(), 1);
        Tensor y = bench.real(shape.size(), 1);
        Tensor dLogits = bench.real(shape.size(), 1);
        List<FakeEnqueue> cost =
            bench.launches(ops -> ops.crossEntropy(z, y, one, state, two, dLogits));
        twoStages("cross_entropy", "cross_entropy_cost", 8, shape.size(), bench, cost);
      }
    }
  }

  private static void columnSums(
      String kernel, int output, Shape shape, FakeBench bench, List<FakeEnqueue> launches) {
    FakeEnqueue first = launches.get(0);
    assertEquals(kernel, first.kernel());
    long pieces = first.global().get(1);
    KernelParameters p = bench.parameters();
    long columns = p.isChunked() ? 4L * p.vectorWidth() : p.reductionGroup();
    for (FakeEnqueue launch : launches) {
      assertEquals(shape.columns(), launch.arguments().get(1));
      assertEquals(List.of((long) p.reductionGroup(), 1L), launch.local());
      covers(groups(launch, 0), columns, shape.columns(), launch);
      covers(
          launch.global().get(1),
          (long) launch.arguments().get(2),
          (long) launch.arguments().get(0),
          launch);
    }
    assertEquals(shape.rows(), first.arguments().get(0));
    assertEquals(pieces > 1 ? 2 : 1, launches.size());
    if (pieces > 1) {
      FakeEnqueue second = launches.get(1);
      assertEquals("column_sum", second.kernel());
      assertEquals(pieces, second.arguments().get(0));
      assertEquals(1L, second.global().get(1));
      Object partial = first.arguments().get(output);
      assertEquals(partial, second.arguments().get(4));
      long bytes = pieces * shape.columns() * bench.backend().precision().bytes();
      assertTrue(bench.bufferBytes(partial) >= bytes, first.toString());
    }
  }

  private static void twoStages(
      String first,
      String second,
      int partialArgument,
      long size,
      FakeBench bench,
      List<FakeEnqueue> launches) {
    assertEquals(List.of(first, second), launches.stream().map(FakeEnqueue::kernel).toList());
    FakeEnqueue sums = launches.get(0);
    FakeEnqueue total = launches.get(1);
    long group = bench.parameters().reductionGroup();
    assertEquals(List.of(group), sums.local());
    assertEquals(List.of(group), total.local());
    assertEquals(size, sums.arguments().get(0));
    covers(groups(sums, 0), (long) sums.arguments().get(1), size, sums);
    assertEquals(1, groups(total, 0));
    assertEquals(groups(sums, 0), total.arguments().get(0));
    Object partial = sums.arguments().get(partialArgument);
    assertEquals(partial, total.arguments().get(2));
    long bytes = groups(sums, 0) * bench.backend().precision().bytes();
    assertTrue(bench.bufferBytes(partial) >= bytes, sums.toString());
  }

  /** Rows of examples, then the units of the base and of the layers behind it. */
  private static final int[][] TAILS = {
    {1, 1, 1}, {209, 20, 7, 5, 1}, {20011, 20, 7, 5, 1}, {70, 64, 64, 64, 64, 1}
  };

  @ParameterizedTest
  @MethodSource("targets")
  void tailsCoverTheirRowsAndSums(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      for (int[] extent : TAILS) {
        List<FakeEnqueue> launches = bench.launches(ops -> ops.tail(tail(bench, extent)));
        // Then the product that is left, whose long sum a GPU may split in two stages.
        assertTrue(launches.size() == 3 || launches.size() == 4, launches.toString());
        assertTrue(launches.get(2).kernel().startsWith("matmul"), launches.toString());
        FakeEnqueue rows = launches.get(0);
        FakeEnqueue sums = launches.get(1);
        assertEquals("tail_rows", rows.kernel());
        assertEquals("tail_sums", sums.kernel());
        assertEquals((long) extent[0], rows.arguments().get(0));
        long blocks = (long) rows.arguments().get(1);
        assertTrue(groups(rows, 0) <= blocks, rows.toString());
        if (p.isChunked()) {
          assertEquals(List.of(1L), rows.local());
          assertTrue(groups(rows, 0) <= p.chunks(), rows.toString());
          covers(blocks, p.vectorWidth(), extent[0], rows);
        } else {
          assertTrue(rows.local().get(0) <= p.elementwiseGroup(), rows.toString());
          assertTrue(groups(rows, 0) <= 256, rows.toString());
          assertTrue(blocks * 16 >= extent[0], rows.toString());
        }
        long values = extent[1] + 1;
        for (int l = 2; l < extent.length; l++) {
          values += (extent[l - 1] + 1L) * extent[l];
        }
        covers(groups(sums, 0), sums.local().get(0), values, sums);
        assertEquals(groups(rows, 0), sums.arguments().get(0));
        Object partial = rows.arguments().get(2);
        assertEquals(partial, sums.arguments().get(3));
        long lanes = p.isChunked() ? p.vectorWidth() : 1;
        long bytes = groups(rows, 0) * values * lanes * bench.backend().precision().bytes();
        assertTrue(bench.bufferBytes(partial) >= bytes, rows.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void thePeakKeepsEveryUnitBusyAndItsOutputFits(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      assertTrue(bench.backend().measurePeakFlops().orElseThrow() > 0);
      for (FakeEnqueue launch : bench.launches(ops -> bench.backend().measurePeakFlops())) {
        assertEquals("peak", launch.kernel());
        assertEquals(List.of((long) p.reductionGroup()), launch.local());
        assertTrue(groups(launch, 0) >= target.device().computeUnits(), launch.toString());
        long items = launch.global().get(0);
        long bytes = items * p.vectorWidth() * target.precision().bytes();
        assertEquals(bytes, bench.bufferBytes(launch.arguments().get(3)));
      }
    }
  }

  private static Tail tail(FakeBench bench, int... extent) {
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

  @Test
  void tensorsOfABlockArePassedWithTheirOffsets() {
    FakeBench.Target target = targets().get(0);
    try (FakeBench bench = new FakeBench(target)) {
      List<Shape> shapes = List.of(Shape.of(3, 5), Shape.of(3, 5), Shape.of(3, 5));
      BlockLayout layout = BlockLayout.consecutive(shapes, target.precision().bytes());
      List<Tensor> parts = bench.arena().allocateBlock(layout).parts();
      FakeEnqueue launch = bench.launch(ops -> ops.relu(parts.get(1), parts.get(2)));
      long second = layout.slots().get(1).offset();
      assertTrue(second > 15);
      assertEquals(List.of(15L, "buffer#1", second, "buffer#1", 2 * second), launch.arguments());
    }
  }

  /** So that a new kernel is added to this test. */
  @Test
  void everyKernelIsTested() throws IOException, URISyntaxException {
    Set<String> tested = new TreeSet<>();
    for (FakeBench.Target target : targets()) {
      try (FakeBench bench = new FakeBench(target)) {
        Tensor x = bench.real(65, 3);
        StepState state = bench.state();
        tested.addAll(
            bench.launches(ops -> everything(ops, bench, x, state)).stream()
                .map(FakeEnqueue::kernel)
                .toList());
        tested.addAll(
            bench.launches(ops -> bench.backend().measurePeakFlops()).stream()
                .map(FakeEnqueue::kernel)
                .toList());
      }
    }
    assertEquals(declaredKernels(), tested);
  }

  private static void everything(Ops ops, FakeBench bench, Tensor x, StepState state) {
    Tensor y = bench.real(65, 3);
    Tensor row = bench.real(1, 3);
    Tensor column = bench.real(65, 1);
    Tensor gradient = bench.real(65, 1);
    Tensor one = bench.real(1, 1);
    Tensor mask = bench.bytes(x.shape());
    Tensor order = bench.arena().allocate(ElementType.I32, Shape.vector(65));
    ops.denseRelu(x, bench.real(3, 3), row, y);
    ops.matmul(MatmulForm.NN, 1, bench.real(3, 999), bench.real(999, 3), bench.real(3, 3));
    ops.addRowVector(x, row, y);
    ops.relu(x, y);
    ops.reluBackward(x, x, y);
    ops.sigmoid(x, y);
    ops.sigmoidBackward(x, x, y);
    ops.dropoutMask(DropoutMask.of(3, 1, 0.5), state, mask);
    ops.dropout(x, mask, 0.5, y);
    ops.columnSum(1, x, row);
    ops.l2Penalty(1, x, one);
    ops.crossEntropy(column, column, one, state, bench.real(1, 2), gradient);
    ops.addScaled(1, x, y);
    ops.gradientDescent(x, y, state);
    ops.drawDropout(new Dropout(DropoutMask.of(3, 1, 0.5), 0.5, mask), state, x, y);
    ops.hiddenBackward(y, x, Optional.empty(), x, bench.real(3, 3), row);
    ops.descendAndAdvance(1, x, y, x, y, state, 65, 65);
    ops.tail(tail(bench, 65, 3, 1));
    ops.gather(mask, order, state, 255, y);
    ops.gather(x, order, state, 1, y);
    ops.advance(state, 65, 65);
  }

  private static Set<String> declaredKernels() throws IOException, URISyntaxException {
    Path folder = Path.of(LaunchGeometryTest.class.getResource("/kernels").toURI());
    Pattern declaration = Pattern.compile("(?m)^(?:KERNEL|kernel\\b.*\\bvoid) (\\w+)\\(");
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".cl")).toList()) {
        names.addAll(
            declaration
                .matcher(Files.readString(file))
                .results()
                .map(LaunchGeometryTest::name)
                .toList());
      }
    }
    assertTrue(names.size() > 15, names.toString());
    return names;
  }

  private static String name(MatchResult declaration) {
    return declaration.group(1);
  }
}
