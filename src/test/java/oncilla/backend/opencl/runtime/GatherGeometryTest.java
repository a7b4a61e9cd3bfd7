package oncilla.backend.opencl.runtime;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Augmentation;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels that gather a batch. */
class GatherGeometryTest {
  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void gathersCoverTheirOutput(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      StepState state = bench.state();
      for (Shape shape : LaunchGeometry.SHAPES) {
        Tensor numbers = bench.real(shape.rows(), shape.columns());
        Tensor bytes = bench.bytes(shape);
        Tensor out = bench.real(shape.rows(), shape.columns());
        Tensor order = bench.arena().allocate(ElementType.I32, Shape.vector(shape.rows()));
        InputTransform.Columns columns =
            new InputTransform.Columns(
                bench.real(1, shape.columns()), bench.real(1, shape.columns()));
        for (InputTransform transform :
            List.of(
                InputTransform.dividing(255),
                new InputTransform(255, Optional.of(columns), Optional.empty()))) {
          LaunchGeometry.chunks(
              "gather_u8",
              1,
              p.vectorWidth(),
              shape.size(),
              p,
              bench.launch(ops -> ops.gather(bytes, order, state, transform, out)));
          LaunchGeometry.chunks(
              "gather_real",
              1,
              p.vectorWidth(),
              shape.size(),
              p,
              bench.launch(ops -> ops.gather(numbers, order, state, transform, out)));
        }
      }
    }
  }

  /** A pixel an item, of whatever many channels; the numbers of an image are whole pixels. */
  @ParameterizedTest
  @MethodSource("targets")
  void changedImagesCoverTheirOutput(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      StepState state = bench.state();
      Tensor bytes = bench.bytes(Shape.of(9, 5 * 7 * 3));
      Tensor out = bench.real(9, 5 * 7 * 3);
      Tensor order = bench.arena().allocate(ElementType.I32, Shape.vector(9));
      InputTransform.Columns columns =
          new InputTransform.Columns(bench.real(1, 5 * 7 * 3), bench.real(1, 5 * 7 * 3));
      for (Augmentation.Strength strength : Augmentation.Strength.values()) {
        Optional<Augmentation> augmentation = Optional.of(new Augmentation(strength, 3, 5, 7, 3));
        for (InputTransform transform :
            List.of(
                new InputTransform(255, Optional.empty(), augmentation),
                new InputTransform(255, Optional.of(columns), augmentation))) {
          LaunchGeometry.chunks(
              "augment_u8",
              1,
              1,
              9 * 5 * 7,
              p,
              bench.launch(ops -> ops.gather(bytes, order, state, transform, out)));
        }
      }
    }
  }
}
