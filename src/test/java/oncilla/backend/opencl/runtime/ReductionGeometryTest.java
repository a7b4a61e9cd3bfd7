package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.LossWeights;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sums in two stages: the first covers the input, and its partial sums fit. */
class ReductionGeometryTest {
  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void sumsCoverTheirInputAndTheirPartialSumsFit(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      StepState state = bench.state();
      Tensor one = bench.real(1, 1);
      Tensor two = bench.real(1, 2);
      for (Shape shape : LaunchGeometry.SHAPES) {
        Tensor x = bench.real(shape.rows(), shape.columns());
        Tensor row = bench.real(1, shape.columns());
        columnSums(
            "column_sum", 6, shape, bench, bench.launches(ops -> ops.columnSum(0.5, x, row)));
        Tensor dz = bench.real(shape.rows(), shape.columns());
        Tensor y = bench.real(shape.rows(), shape.columns());
        Tensor dw = bench.real(shape.columns(), shape.columns());
        List<FakeEnqueue> back =
            bench.launches(
                ops ->
                    ops.denseBackward(0.5, Activation.RELU, Optional.empty(), dz, y, x, dw, row));
        int sums = shape.rows() > 64 ? 2 : 1;
        columnSums("layer_backward", 9, shape, bench, back.subList(0, sums));
        Optional<Dropout> dropout =
            Optional.of(new Dropout(3, 1, 0.5, 0, state, bench.bytes(shape)));
        List<FakeEnqueue> masked =
            bench.launches(
                ops -> ops.denseBackward(0.5, Activation.TANH, dropout, dz, y, x, dw, row));
        columnSums("masked_layer_backward", 11, shape, bench, masked.subList(0, sums));

        List<FakeEnqueue> penalty = bench.launches(ops -> ops.l2Penalty(0.5, x, one));
        twoStages("square_sum", "scaled_sum", 4, shape.size(), bench, penalty);
        long chunk = (long) penalty.get(0).arguments().get(1);
        assertEquals(0, chunk % target.parameters().vectorWidth());

        Tensor z = bench.real(shape.size(), 1);
        Tensor labels = bench.real(shape.size(), 1);
        Tensor dLogits = bench.real(shape.size(), 1);
        List<FakeEnqueue> cost =
            bench.launches(
                ops ->
                    ops.crossEntropy(
                        shape.size(), z, labels, LossWeights.NONE, one, state, two, dLogits));
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
      LaunchGeometry.covers(LaunchGeometry.groups(launch, 0), columns, shape.columns(), launch);
      LaunchGeometry.covers(
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
    LaunchGeometry.covers(
        LaunchGeometry.groups(sums, 0), (long) sums.arguments().get(1), size, sums);
    assertEquals(1, LaunchGeometry.groups(total, 0));
    assertEquals(LaunchGeometry.groups(sums, 0), total.arguments().get(0));
    Object partial = sums.arguments().get(partialArgument);
    assertEquals(partial, total.arguments().get(2));
    long bytes = LaunchGeometry.groups(sums, 0) * bench.backend().precision().bytes();
    assertTrue(bench.bufferBytes(partial) >= bytes, sums.toString());
  }
}
