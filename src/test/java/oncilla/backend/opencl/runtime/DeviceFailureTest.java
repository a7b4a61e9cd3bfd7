package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.check.TrainingCase;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClDevice;
import oncilla.cl.ClErrors;
import oncilla.cl.ClException;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import oncilla.train.TrainingStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that fails: what is said, and that nothing stays behind. */
class DeviceFailureTest {
  private static final int OUT_OF_RESOURCES = -5;
  private static final int BUILD_FAILURE = -11;

  private final ClDevice device = TestDevices.cpu(0);
  private final FakeDriver driver = new FakeDriver(device);

  @AfterEach
  void everythingIsReleased() {
    assertEquals(Map.of(), driver.counts().live());
  }

  private OpenClBackend open() {
    return new OpenClBackend(
        driver, device, Precision.FP32, KernelParameters.forDevice(device, Precision.FP32));
  }

  /** The failure says the call, its symbol and its code, and so does its cause to a program. */
  private static BackendException requireFailure(String call, int code, Executable calls) {
    BackendException failure = assertThrows(BackendException.class, calls);
    ClException cause = assertInstanceOf(ClException.class, failure.getCause());
    assertEquals(call, cause.call());
    assertEquals(code, cause.code());
    assertTrue(
        failure
            .getMessage()
            .startsWith(call + " failed with " + ClErrors.symbol(code) + " (" + code + ")"),
        failure.getMessage());
    return failure;
  }

  @ParameterizedTest
  @ValueSource(strings = {"clCreateContext", "clCreateCommandQueue"})
  void aDeviceThatCannotBeOpened(String call) {
    driver.failOn(call, 1, OUT_OF_RESOURCES);
    requireFailure(call, OUT_OF_RESOURCES, this::open);
  }

  @Test
  void memoryThatRunsOutInTheMiddleOfAnArena() {
    try (OpenClBackend backend = open()) {
      Arena arena = backend.newArena();
      arena.allocate(ElementType.REAL, Shape.of(3, 5));
      driver.failOn("clCreateBuffer", 1, -4);
      BackendException failure =
          requireFailure(
              "clCreateBuffer", -4, () -> arena.allocate(ElementType.REAL, Shape.of(7, 5)));
      assertTrue(failure.getMessage().contains("CL_MEM_OBJECT_ALLOCATION_FAILURE"));
      assertTrue(failure.getMessage().endsWith("140 bytes"), failure.getMessage());
      driver.failOn("clEnqueueFillBuffer", 1, OUT_OF_RESOURCES);
      requireFailure(
          "clEnqueueFillBuffer",
          OUT_OF_RESOURCES,
          () -> arena.allocate(ElementType.U8, Shape.of(7, 5)));
      arena.close();
      assertEquals(0, driver.counts().live(Kind.BUFFER));
    }
  }

  @Test
  void anAllocationThatIsTooLargeIsRefusedBeforeTheDeviceIsAsked() {
    try (OpenClBackend backend = open();
        Arena arena = backend.newArena()) {
      Shape shape = Shape.of(1 << 20, 1 << 10);
      BackendException refusal =
          assertThrows(BackendException.class, () -> arena.allocate(ElementType.REAL, shape));
      assertEquals(
          "a buffer of 4294967296 bytes exceeds the device's largest allocation of 2147483648",
          refusal.getMessage());
      assertEquals(List.of(), driver.calls("clCreateBuffer"));
    }
  }

  @Test
  void aProgramThatDoesNotCompile() {
    try (OpenClBackend backend = open();
        Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(3, 5));
      driver.failOn("clBuildProgram", 1, BUILD_FAILURE);
      BackendException failure =
          assertThrows(BackendException.class, () -> backend.ops().activate(Activation.RELU, x, x));
      assertInstanceOf(ClBuildException.class, failure.getCause());
      String text = failure.getMessage();
      assertTrue(text.startsWith("kernel program elementwise.cl did not compile"), text);
      assertTrue(text.contains("-DLS=256 -DREAL_IS_DOUBLE=0"), text);
      assertTrue(text.contains("fake log: elementwise.cl was told to fail"), text);
      assertTrue(text.contains("KERNEL activate(const ulong size"), text);

      // Nothing half-made was kept: the next attempt compiles again and works.
      backend.ops().activate(Activation.RELU, x, x);
      assertEquals(2, driver.calls("clBuildProgram").size());
      assertEquals(1, driver.enqueues().size());
    }
  }

  @Test
  void aLaunchThatFailsAtOnceAndInAPlan() {
    try (OpenClBackend backend = open();
        Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(3, 5));
      String launch = "clEnqueueNDRangeKernel";
      driver.failOn(launch, 1, OUT_OF_RESOURCES);
      BackendException failure =
          requireFailure(
              launch, OUT_OF_RESOURCES, () -> backend.ops().activate(Activation.RELU, x, x));
      assertTrue(failure.getMessage().contains("kernel activate, global size [256]"));
      assertEquals(0, driver.counts().live(Kind.LAUNCH));

      Plan plan = backend.record(ops -> ops.activate(Activation.RELU, x, x));
      driver.failOn(launch, 1, OUT_OF_RESOURCES);
      requireFailure(launch, OUT_OF_RESOURCES, plan::run);
      plan.run();
      driver.failOn("clFlush", 1, -36);
      requireFailure("clFlush", -36, plan::run);
    }
  }

  @Test
  void copiesMarkersAndWaitsThatFail() {
    try (OpenClBackend backend = open();
        Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(3, 5));
      double[] values = new double[15];
      driver.failOn("clEnqueueWriteBuffer", 1, OUT_OF_RESOURCES);
      requireFailure("clEnqueueWriteBuffer", OUT_OF_RESOURCES, () -> backend.upload(values, x));
      driver.failOn("clEnqueueReadBuffer", 1, OUT_OF_RESOURCES);
      requireFailure("clEnqueueReadBuffer", OUT_OF_RESOURCES, () -> backend.download(x, values));
      driver.failOn("clEnqueueMarkerWithWaitList", 1, OUT_OF_RESOURCES);
      requireFailure("clEnqueueMarkerWithWaitList", OUT_OF_RESOURCES, backend::mark);
      driver.failOn("clFinish", 1, -36);
      requireFailure("clFinish", -36, backend::synchronize);
      try (Backend.Marker marker = backend.mark()) {
        driver.failOn("clWaitForEvents", 1, -14);
        requireFailure("clWaitForEvents", -14, marker::await);
      }
    }
  }

  /** Every call that preparing a step makes, failed once each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "clCreateBuffer",
        "clEnqueueFillBuffer",
        "clEnqueueWriteBuffer",
        "clCreateProgramWithSource",
        "clBuildProgram",
        "clCreateKernel",
        "clSetKernelArg",
        "prepareLaunch",
        "clEnqueueNDRangeKernel",
        "clFinish"
      })
  void aStepThatCannotBePreparedLeavesNothing(String call) {
    TrainingCase training = TrainingCase.small();
    int failed = 0;
    boolean prepared = false;
    while (!prepared) {
      try (OpenClBackend backend = open()) {
        driver.failOn(call, failed + 1, OUT_OF_RESOURCES);
        try {
          prepare(backend, training).close();
          prepared = true;
          // The failure was still to come; it must not meet the close.
          spend(call, backend);
        } catch (BackendException failure) {
          assertTrue(failure.getMessage().contains("CL_OUT_OF_RESOURCES (-5)"), call);
          assertEquals(List.of(), List.of(failure.getSuppressed()));
          failed++;
        }
        assertEquals(0, driver.counts().live(Kind.BUFFER), call + " " + failed);
        assertEquals(0, driver.counts().live(Kind.LAUNCH), call + " " + failed);
        // At most the one that gathered the batch; the plan's own are gone.
        assertTrue(driver.counts().live(Kind.KERNEL) <= 1, call + " " + failed);
      }
      assertEquals(Map.of(), driver.counts().live(), call + " " + failed);
    }
    assertTrue(failed > 0, call + " is never made");
  }

  private static TrainingStep prepare(OpenClBackend backend, TrainingCase training) {
    return TrainingStep.prepare(
        backend, training.network(), training.data(), training.start(), training.config());
  }

  /** Makes the planned failure of clFinish happen now, because closing calls it too. */
  private static void spend(String call, OpenClBackend backend) {
    if (call.equals("clFinish")) {
      requireFailure(call, OUT_OF_RESOURCES, backend::synchronize);
    }
  }

  @Test
  void aReleaseThatFailsDoesNotKeepTheOthers() {
    OpenClBackend backend = open();
    Arena arena = backend.newArena();
    arena.allocate(ElementType.REAL, Shape.of(3, 5));
    arena.allocate(ElementType.REAL, Shape.of(3, 5));
    driver.failOn("clReleaseMemObject", 1, -38);
    requireFailure("clReleaseMemObject", -38, arena::close);
    assertEquals(0, driver.counts().live(Kind.BUFFER));

    Tensor x = backend.newArena().allocate(ElementType.REAL, Shape.of(3, 5));
    backend.record(ops -> ops.activate(Activation.RELU, x, x));
    driver.failOn("clFinish", 1, -36);
    driver.failOn("clReleaseKernel", 1, -48);
    BackendException first = requireFailure("clFinish", -36, backend::close);
    BackendException second =
        assertInstanceOf(BackendException.class, first.getCause().getSuppressed()[0]);
    assertTrue(second.getMessage().startsWith("clReleaseKernel failed"), second.getMessage());
  }
}
