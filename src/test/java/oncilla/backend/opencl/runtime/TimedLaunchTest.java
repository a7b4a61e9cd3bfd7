package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.InputTransform;
import oncilla.backend.LaunchTime;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.ParameterUpdate;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.UpdateRule;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.op.Tensors;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans whose launches are timed by the device. */
class TimedLaunchTest {
  private static final MatmulDims DIMS = new MatmulDims(33, 17, 65);

  static List<OpenClConfiguration> openCl() {
    return OpenClConfiguration.defaults();
  }

  private static FakeBench bench() {
    return new FakeBench(FakeBench.Target.of(TestDevices.gpu(0), Precision.FP32));
  }

  private static List<LaunchTime> timed(FakeBench bench, Consumer<Ops> program) {
    try (Plan plan = bench.backend().record(program)) {
      return plan.runTimed().orElseThrow();
    }
  }

  /** The product comes out as from a run that is not timed, and the clock goes forward. */
  @ParameterizedTest
  @MethodSource("openCl")
  void aTimedRunDoesWhatARunDoes(OpenClConfiguration configuration) {
    OpCase one = OpCases.matmul(MatmulForm.NT, DIMS);
    try (Backend backend = configuration.open();
        Arena arena = backend.newArena()) {
      Tensor a = arena.allocate(ElementType.REAL, one.operand("a").shape());
      Tensor b = arena.allocate(ElementType.REAL, one.operand("b").shape());
      Tensor c = arena.allocate(ElementType.REAL, one.operand("c").shape());
      backend.upload(one.operand("a").values(), a);
      backend.upload(one.operand("b").values(), b);
      Tensors tensors = new Tensors(Map.of("a", a, "b", b, "c", c));
      try (Plan plan = backend.record(ops -> one.body().run(ops, tensors))) {
        double[] expected = new double[(int) c.shape().size()];
        plan.run();
        backend.download(c, expected);
        backend.upload(new double[expected.length], c);
        List<LaunchTime> times = plan.runTimed().orElseThrow();
        double[] found = new double[expected.length];
        backend.download(c, found);
        assertArrayEquals(expected, found);
        assertEquals(plan.size(), times.size());
        assertEquals(2.0 * 33 * 17 * 65, times.stream().mapToDouble(LaunchTime::operations).sum());
        long before = 0;
        for (LaunchTime time : times) {
          assertTrue(time.startNanos() >= before, times.toString());
          assertTrue(time.endNanos() >= time.startNanos(), times.toString());
          before = time.endNanos();
        }
        // Again, and in between as usual.
        plan.run();
        assertEquals(times.size(), plan.runTimed().orElseThrow().size());
      }
    }
  }

  @Test
  void timesAreTheDevices() {
    try (FakeBench bench = bench()) {
      Tensor x = bench.real(3, 5);
      Tensor y = bench.real(3, 5);
      List<LaunchTime> times =
          timed(
              bench,
              ops -> {
                ops.activate(Activation.RELU, x, y);
                ops.activate(Activation.TANH, x, x);
              });
      long first = FakeDriver.GAP_NANOS;
      long second = first + FakeDriver.LAUNCH_NANOS + FakeDriver.GAP_NANOS;
      // 15 numbers of 4 bytes, read and written.
      assertEquals(
          List.of(
              new LaunchTime("activate", "relu", 120, 0, first, first + FakeDriver.LAUNCH_NANOS),
              new LaunchTime("activate", "tanh", 120, 0, second, second + FakeDriver.LAUNCH_NANOS)),
          times);
    }
  }

  /** Bytes that must be moved: an update reads gradient and parameters, and writes the latter. */
  @Test
  void bytesAreThoseThatMustBeMoved() {
    try (FakeBench bench = bench()) {
      StepState state = bench.state();
      Tensor theta = bench.real(100, 10);
      Tensor gradient = bench.real(100, 10);
      Tensor moment = bench.real(100, 10);
      long state32 = 4 + 8 * state.counters().shape().size();
      long sgd =
          timed(
                  bench,
                  ops ->
                      ops.update(
                          new UpdateRule.GradientDescent(),
                          ParameterUpdate.of(theta, gradient, List.of()),
                          state))
              .get(0)
              .bytes();
      long momentum =
          timed(
                  bench,
                  ops ->
                      ops.update(
                          new UpdateRule.Momentum(0.9, false),
                          ParameterUpdate.of(theta, gradient, List.of(moment)),
                          state))
              .get(0)
              .bytes();
      assertEquals(3 * 4000, sgd, 2.0 * state32);
      assertEquals(2 * 4000, momentum - sgd);
      Tensor set = bench.bytes(Shape.of(5000, 12));
      Tensor rows = bench.real(7, 12);
      Tensor indices = bench.arena().allocate(ElementType.I32, Shape.vector(5000));
      long gather =
          timed(bench, ops -> ops.gather(set, indices, state, InputTransform.dividing(255), rows))
              .get(0)
              .bytes();
      // Seven rows of bytes become seven of numbers; the set is not read, its order is small.
      assertEquals(7 * 12 * (1 + 4) + 4 * 5000, gather, 2.0 * state32);
    }
  }

  /** What a timed run makes is closed, also when the clock is not to be had. */
  @Test
  void nothingStaysOpen() {
    try (FakeBench bench = bench()) {
      Tensor x = bench.real(3, 5);
      try (Plan plan = bench.backend().record(ops -> ops.activate(Activation.RELU, x, x))) {
        plan.runTimed();
        Map<Kind, Integer> open = bench.driver().counts().live();
        bench.driver().failOn("clGetEventProfilingInfo", 1, -7);
        BackendException failure = assertThrows(BackendException.class, plan::runTimed);
        assertTrue(
            failure.getMessage().contains("CL_PROFILING_INFO_NOT_AVAILABLE"), failure.getMessage());
        assertEquals(open, bench.driver().counts().live());
      }
    }
  }

  @Test
  void aBackendWithoutLaunchesOnlyRuns() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(1, 1));
      backend.upload(new double[] {-1}, x);
      try (Plan plan = backend.record(ops -> ops.activate(Activation.RELU, x, x))) {
        assertTrue(plan.runTimed().isEmpty());
        double[] value = new double[1];
        backend.download(x, value);
        assertEquals(0, value[0]);
      }
    }
  }
}
