package oncilla.backend.opencl.runtime;

import java.util.List;
import oncilla.backend.Dropout;
import oncilla.backend.DropoutMask;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.tuning.FakeBench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels that draw dropout masks and use them. */
class DropoutGeometryTest {
  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void dropoutKernelsCoverTheirOutput(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      StepState state = bench.state();
      for (Shape shape : LaunchGeometry.SHAPES) {
        long n = shape.size();
        Tensor x = bench.real(shape.rows(), shape.columns());
        Tensor y = bench.real(shape.rows(), shape.columns());
        Tensor mask = bench.bytes(shape);
        LaunchGeometry.elementwise(
            "dropout", n, p, bench.launch(ops -> ops.dropout(x, mask, 0.5, y)));
        DropoutMask spec = DropoutMask.of(3, 1, 0.5);
        LaunchGeometry.chunks(
            "dropout_mask", 4, 64, n, p, bench.launch(ops -> ops.dropoutMask(spec, state, mask)));
        Dropout dropout = new Dropout(spec, 0.5, mask);
        LaunchGeometry.chunks(
            "draw_dropout",
            4,
            64,
            n,
            p,
            bench.launch(ops -> ops.drawDropout(dropout, state, x, y)));
      }
    }
  }
}
