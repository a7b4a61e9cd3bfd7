package oncilla.backend.opencl.runtime;

import java.util.List;
import oncilla.backend.Dropout;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
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
        Dropout dropout = new Dropout(3, 1, 0.5, 0, state, mask);
        LaunchGeometry.elementwise(
            "apply_mask", n, p, bench.launch(ops -> ops.applyMask(dropout, x, y)));
        LaunchGeometry.chunks("draw_mask", 4, 64, n, p, bench.launch(ops -> ops.drawMask(dropout)));
        LaunchGeometry.chunks(
            "dropout", 4, 64, n, p, bench.launch(ops -> ops.dropout(dropout, x, y)));
      }
    }
  }
}
