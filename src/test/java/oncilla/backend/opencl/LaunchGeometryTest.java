package oncilla.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oncilla.backend.BlockLayout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
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

        FakeEnqueue draw =
            bench.launch(ops -> ops.dropoutMask(DropoutMask.of(3, 1, 0.5), state, mask));
        assertEquals("dropout_mask", draw.kernel());
        assertEquals(n, draw.arguments().get(0));
        covers(groups(draw, 0), 4 * draw.local().get(0), n, draw);
      }
      FakeEnqueue advance = bench.launch(ops -> ops.advance(state, 4, 10));
      assertEquals(List.of(1L), advance.global());
      assertEquals(List.of(4L, 10L), advance.arguments().subList(0, 2));
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
    MatmulVariant variant = target.parameters().matmul();
    assertEquals(variant.kernel(), launch.kernel());
    if (variant instanceof MatmulVariant.Tiled tiled) {
      covers(groups(launch, 0), tiled.tileN(), dims.n(), launch);
      covers(groups(launch, 1), tiled.tileM(), dims.m(), launch);
      assertEquals(tiled.tileN(), launch.local().get(0) * tiled.workN());
      assertEquals(tiled.tileM(), launch.local().get(1) * tiled.workM());
    } else {
      MatmulVariant.Direct direct = assertInstanceOf(MatmulVariant.Direct.class, variant);
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
        columnSums(shape, bench, bench.launches(ops -> ops.columnSum(0.5, x, row)));

        List<FakeEnqueue> penalty = bench.launches(ops -> ops.l2Penalty(0.5, x, one));
        twoStages("square_sum", "scaled_sum", 4, shape.size(), bench, penalty);
        long chunk = (long) penalty.get(0).arguments().get(1);
        assertEquals(0, chunk % target.parameters().vectorWidth());

        Tensor z = bench.real(shape.size(), 1);
        Tensor y = bench.real(shape.size(), 1);
        Tensor dz = bench.real(shape.size(), 1);
        List<FakeEnqueue> cost = bench.launches(ops -> ops.crossEntropy(z, y, one, state, two, dz));
        twoStages("cross_entropy", "cross_entropy_cost", 8, shape.size(), bench, cost);
      }
    }
  }

  private static void columnSums(Shape shape, FakeBench bench, List<FakeEnqueue> launches) {
    FakeEnqueue first = launches.get(0);
    long pieces = first.global().get(1);
    for (FakeEnqueue launch : launches) {
      assertEquals("column_sum", launch.kernel());
      assertEquals(shape.columns(), launch.arguments().get(1));
      assertEquals(1L, launch.local().get(1));
      covers(groups(launch, 0), launch.local().get(0), shape.columns(), launch);
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
      assertEquals(pieces, second.arguments().get(0));
      assertEquals(1L, second.global().get(1));
      Object partial = first.arguments().get(6);
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
