package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.TrainingPass;
import oncilla.backend.UpdateRule;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels at the end of a step: the update by each rule is one launch. */
class UpdateGeometryTest {
  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void updatesCoverTheParameters(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      StepState state = bench.state();
      for (Shape shape : LaunchGeometry.SHAPES) {
        long n = shape.size();
        Tensor x = bench.real(shape.rows(), shape.columns());
        Tensor y = bench.real(shape.rows(), shape.columns());
        Tensor v = bench.real(shape.rows(), shape.columns());
        LaunchGeometry.elementwise(
            "momentum",
            n,
            p,
            bench.launch(
                ops ->
                    ops.update(
                        new UpdateRule.Momentum(0.9, true),
                        ParameterUpdate.of(x, y, List.of(v)),
                        state)));
        Tensor w = bench.real(shape.rows(), shape.columns());
        LaunchGeometry.chunks(
            "adam",
            4,
            p.vectorWidth(),
            n,
            p,
            bench.launch(
                ops ->
                    ops.update(
                        new UpdateRule.Adam(0.9, 0.999, 1e-8, 0.01),
                        new ParameterUpdate(x, y, List.of(v, w), 0.5, x, y),
                        state)));

        LaunchGeometry.chunks(
            "gradient_descent",
            1,
            p.vectorWidth(),
            n,
            p,
            bench.launch(
                ops ->
                    ops.update(
                        new UpdateRule.GradientDescent(),
                        new ParameterUpdate(x, y, List.of(), 0.5, x, y),
                        state)));
      }
      FakeEnqueue advance = bench.launch(ops -> ops.advance(state, 4, 10));
      assertEquals(List.of(1L), advance.global());
      assertEquals(List.of(4L, 10L), advance.arguments().subList(0, 2));
    }
  }

  /** The L2 term is a launch of its own where the norm of the whole gradient is needed. */
  @ParameterizedTest
  @MethodSource("targets")
  void clippingIsTwoLaunchesBeforeTheUpdate(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      Tensor x = bench.real(257, 255);
      Tensor y = bench.real(257, 255);
      Tensor norm = bench.real(1, 1);
      List<FakeEnqueue> launches =
          bench.launches(
              ops ->
                  ops.update(
                      new UpdateRule.GradientDescent(),
                      new ParameterUpdate(x, y, List.of(), 0.5, x, y)
                          .with(new ParameterUpdate.Clipping(2, norm)),
                      bench.state()));
      assertEquals(
          List.of("add_scaled", "square_sum", "gradient_norm", "gradient_descent"),
          launches.stream().map(FakeEnqueue::kernel).toList());
      FakeEnqueue sums = launches.get(1);
      FakeEnqueue total = launches.get(2);
      assertEquals(LaunchGeometry.groups(sums, 0), total.arguments().get(0));
      assertEquals(1, LaunchGeometry.groups(total, 0));
      assertEquals(0L, launches.get(3).arguments().get(2), "the L2 term has been added");
    }
  }

  /** The L2 term, plain descent and the state's advance together. */
  @ParameterizedTest
  @MethodSource("targets")
  void theEndOfAStepWithPlainDescentIsOneLaunch(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      TrainingPass open = NarrowGeometryTest.pass(bench, 5, 3, 1);
      int before = bench.launches(ops -> ops.pass(open)).size();
      for (Shape shape : LaunchGeometry.SHAPES) {
        Tensor x = bench.real(shape.rows(), shape.columns());
        Tensor y = bench.real(shape.rows(), shape.columns());
        TrainingPass.End end =
            new TrainingPass.End(
                new UpdateRule.GradientDescent(),
                new ParameterUpdate(x, y, List.of(), 0.5, x, y),
                4,
                10);
        TrainingPass ended =
            new TrainingPass(open.input(), open.layers(), open.loss(), Optional.of(end));
        List<FakeEnqueue> launches = bench.launches(ops -> ops.pass(ended));
        assertEquals(before + 1, launches.size(), launches.toString());
        FakeEnqueue last = launches.get(before);
        LaunchGeometry.chunks("gradient_descent", 1, p.vectorWidth(), shape.size(), p, last);
        assertEquals(shape.size(), last.arguments().get(2), "with an L2 term");
        assertEquals(List.of(4L, 10L), last.arguments().subList(4, 6));
      }
    }
  }
}
