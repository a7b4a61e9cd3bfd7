package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.cl.fake.FakeCall;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Order of release, and what is said to those who use what is closed. */
class LifetimeTest {
  private static FakeBench bench() {
    return new FakeBench(FakeBench.Target.of(TestDevices.gpu(0), Precision.FP32));
  }

  private static void assertClosed(String what, Executable use) {
    assertEquals(what + " is closed", assertThrows(IllegalStateException.class, use).getMessage());
  }

  /** What one call made, in order. */
  private static List<String> created(FakeDriver driver, String call) {
    return driver.calls(call).stream().map(FakeCall::object).toList();
  }

  @Test
  void everythingIsReleasedUsersFirst() {
    FakeBench bench = bench();
    FakeDriver driver = bench.driver();
    Tensor x = bench.real(65, 3);
    Tensor one = bench.real(1, 1);
    bench.backend().ops().l2Penalty(1, x, one); // two kernels and their memory, at once
    int immediateKernels = driver.counts().live(Kind.KERNEL);
    int immediateBuffers = driver.counts().live(Kind.BUFFER);
    bench
        .backend()
        .record(
            ops -> {
              ops.l2Penalty(1, x, one);
              ops.activate(Activation.RELU, x, x);
            })
        .run();
    bench.backend().mark();
    List<String> kernels = created(driver, "clCreateKernel");
    List<String> buffers = created(driver, "clCreateBuffer");
    assertEquals(2, immediateKernels);
    assertEquals(3, immediateBuffers);
    driver.forgetCalls();
    bench.close();

    List<String> expected = new ArrayList<>();
    expected.add("event#1");
    // The plan: its memory for partial sums, and each launch before its kernel.
    expected.add(buffers.get(3));
    for (int i = 0; i < 3; i++) {
      expected.add("launch#" + (immediateKernels + 1 + i));
      expected.add(kernels.get(immediateKernels + i));
    }
    // The arena.
    expected.addAll(buffers.subList(0, 2));
    // What operations outside of plans use; kernels in any order.
    List<String> released =
        driver.calls().stream()
            .filter(call -> !call.call().equals("clFinish"))
            .map(FakeCall::object)
            .toList();
    assertEquals(expected, released.subList(0, expected.size()));
    List<String> rest = released.subList(expected.size(), released.size());
    assertEquals(List.of("kernel#1", "kernel#2"), rest.subList(0, 2).stream().sorted().toList());
    assertEquals(buffers.get(2), rest.get(2));
    assertEquals(List.of("program#1", "program#2"), rest.subList(3, 5).stream().sorted().toList());
    assertEquals(List.of("queue#1", "context#1"), rest.subList(5, 7));
    assertEquals(7, rest.size());
    // Not under the feet of work that is still running.
    assertEquals("clFinish", driver.calls().get(0).call());
    assertEquals(Map.of(), driver.counts().live());
  }

  @Test
  void whatIsClosedEarlierIsNotReleasedAgain() {
    FakeBench bench = bench();
    Tensor x = bench.real(65, 3);
    Plan plan = bench.backend().record(ops -> ops.activate(Activation.RELU, x, x));
    Backend.Marker marker = bench.backend().mark();
    for (int i = 0; i < 2; i++) {
      marker.close();
      plan.close();
      bench.arena().close();
    }
    assertEquals(
        Map.of(Kind.CONTEXT, 1, Kind.QUEUE, 1, Kind.PROGRAM, 1), bench.driver().counts().live());
    bench.close();
    bench.close();
    assertEquals(Map.of(), bench.driver().counts().live());
  }

  @Test
  void memoryForPartialSumsGrowsAndTheOldOneIsReleased() {
    try (FakeBench bench = bench()) {
      FakeDriver driver = bench.driver();
      Tensor small = bench.real(130, 2);
      Tensor large = bench.real(130, 40);
      Tensor two = bench.real(1, 2);
      Tensor forty = bench.real(1, 40);
      int tensors = driver.counts().created(Kind.BUFFER);
      Ops ops = bench.backend().ops();
      ops.columnSum(1, small, two);
      ops.columnSum(1, large, forty);
      ops.columnSum(1, small, two);
      assertEquals(tensors + 2, driver.counts().created(Kind.BUFFER));
      assertEquals(tensors + 1, driver.counts().live(Kind.BUFFER));
    }
  }

  @Test
  void aKernelIsCompiledOnceAndSharedByPlans() {
    try (FakeBench bench = bench()) {
      Tensor x = bench.real(65, 3);
      for (int i = 0; i < 3; i++) {
        bench.backend().ops().activate(Activation.RELU, x, x);
        bench.backend().record(ops -> ops.activate(Activation.SIGMOID, x, x));
      }
      assertEquals(1, bench.driver().counts().created(Kind.PROGRAM));
      assertEquals(4, bench.driver().counts().created(Kind.KERNEL));
    }
  }

  @Test
  void whatIsClosedCannotBeUsed() {
    FakeBench bench = bench();
    Backend backend = bench.backend();
    Arena other = backend.newArena();
    Tensor x = bench.real(3, 5);
    Tensor gone = other.allocate(ElementType.REAL, Shape.of(3, 5));
    double[] values = new double[15];
    Ops ops = backend.ops();
    Plan plan = backend.record(recorded -> recorded.activate(Activation.RELU, x, x));
    Plan usingGone = backend.record(recorded -> recorded.activate(Activation.RELU, x, gone));
    Backend.Marker marker = backend.mark();

    marker.close();
    assertClosed("the marker", marker::await);
    other.close();
    String arena = "the tensor's arena";
    assertClosed(arena, () -> other.allocate(ElementType.REAL, Shape.of(1, 1)));
    assertClosed(arena, () -> ops.activate(Activation.RELU, x, gone));
    assertClosed(
        arena, () -> backend.record(recorded -> recorded.activate(Activation.RELU, gone, x)));
    assertClosed(arena, () -> backend.upload(values, gone));
    assertClosed(arena, () -> backend.download(gone, values));
    int before = bench.driver().calls().size();
    assertClosed(arena, usingGone::run);
    assertEquals(before, bench.driver().calls().size(), "nothing of the plan was submitted");

    plan.close();
    assertClosed("the plan", plan::run);
    backend.close();
    assertClosed("the backend", backend::newArena);
    assertClosed("the backend", backend::ops);
    assertClosed("the backend", () -> backend.record(recorded -> {}));
    assertClosed("the backend", backend::mark);
    assertClosed("the backend", backend::synchronize);
    assertClosed("the plan", usingGone::run);
    assertClosed(arena, () -> ops.activate(Activation.RELU, x, x));
    assertClosed(arena, () -> backend.upload(values, x));
    assertClosed(arena, () -> bench.arena().allocate(ElementType.REAL, Shape.of(1, 1)));
    assertEquals(Map.of(), bench.driver().counts().live());
  }

  @Test
  void newMemoryIsZeroUnlessAToolWantsItUntouched() {
    try (FakeBench bench = bench()) {
      double[] values = {1, 2, 3};
      bench.backend().download(bench.real(1, 3), values);
      assertEquals(0, values[0] + values[1] + values[2]);
    }
    FakeDriver driver = new FakeDriver(TestDevices.gpu(0));
    try (OpenClBackend backend =
            new OpenClBackend(
                driver,
                TestDevices.gpu(0),
                Precision.FP32,
                KernelParameters.forDevice(TestDevices.gpu(0), Precision.FP32),
                OpenClBackend.NewMemory.UNTOUCHED,
                ProgramCache.off());
        Arena arena = backend.newArena()) {
      arena.allocate(ElementType.REAL, Shape.of(1, 3));
      assertTrue(driver.calls("clEnqueueFillBuffer").isEmpty());
      assertFalse(driver.calls("clCreateBuffer").isEmpty());
    }
  }
}
