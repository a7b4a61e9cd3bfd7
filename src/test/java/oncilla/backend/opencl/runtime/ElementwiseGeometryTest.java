package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.BlockLayout;
import oncilla.backend.Dropout;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels with an item for each element, or for each chunk of elements. */
class ElementwiseGeometryTest {
  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void elementwiseKernelsCoverTheirOutput(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      StepState state = bench.state();
      for (Shape shape : LaunchGeometry.SHAPES) {
        long n = shape.size();
        Tensor x = bench.real(shape.rows(), shape.columns());
        Tensor y = bench.real(shape.rows(), shape.columns());
        Tensor row = bench.real(1, shape.columns());
        Tensor mask = bench.bytes(shape);
        LaunchGeometry.elementwise(
            "add_row_vector", n, p, bench.launch(ops -> ops.addRowVector(x, row, y)));
        Optional<Dropout> dropout = Optional.of(new Dropout(3, 1, 0.5, 0, state, mask));
        for (Activation f : Activation.values()) {
          LaunchGeometry.elementwise("activate", n, p, bench.launch(ops -> ops.activate(f, x, y)));
          LaunchGeometry.elementwise(
              "activate_backward",
              n,
              p,
              bench.launch(ops -> ops.activateBackward(f, y, x, Optional.empty(), y)));
          LaunchGeometry.elementwise(
              "masked_activate_backward",
              n,
              p,
              bench.launch(ops -> ops.activateBackward(f, y, x, dropout, y)));
        }
        LaunchGeometry.elementwise("add_scaled", n, p, bench.launch(ops -> ops.addScaled(2, x, y)));
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
      FakeEnqueue launch =
          bench.launch(ops -> ops.activate(Activation.RELU, parts.get(1), parts.get(2)));
      long second = layout.slots().get(1).offset();
      assertTrue(second > 15);
      assertEquals(
          List.of(15L, Activation.RELU.ordinal(), "buffer#1", second, "buffer#1", 2 * second),
          launch.arguments());
    }
  }
}
