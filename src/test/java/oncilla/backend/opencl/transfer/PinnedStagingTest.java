package oncilla.backend.opencl.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend.Staging;
import oncilla.backend.BackendException;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeCall;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which queue waits for what. */
class PinnedStagingTest {
  private final ClDevice device = TestDevices.gpu(0);
  private final FakeDriver driver = new FakeDriver(device);

  private OpenClBackend open() {
    return new OpenClBackend(
        driver, device, Precision.FP32, KernelParameters.forDevice(device, Precision.FP32));
  }

  private static List<Tensor> slots(Arena arena) {
    Shape shape = Shape.of(4, 8);
    return List.of(arena.allocate(ElementType.U8, shape), arena.allocate(ElementType.U8, shape));
  }

  private List<String> calls() {
    return driver.calls().stream().map(PinnedStagingTest::text).toList();
  }

  private static String text(FakeCall call) {
    return call.object() + " " + call.call();
  }

  @Test
  void theQueuesWaitForEachOther() {
    try (OpenClBackend backend = open();
        Arena arena = backend.newArena();
        Staging staging = backend.stage(slots(arena))) {
      driver.forgetCalls();
      staging.awaitSent(0);
      staging.send(0);
      staging.begin(0);
      staging.end(0);
      assertEquals(
          List.of(
              "queue#2 clEnqueueWriteBuffer",
              "queue#2 clFlush",
              "queue#1 clEnqueueBarrierWithWaitList",
              "queue#1 clEnqueueMarkerWithWaitList",
              "queue#1 clFlush"),
          calls());
      driver.forgetCalls();
      staging.send(0);
      assertEquals(
          List.of(
              "queue#2 clEnqueueBarrierWithWaitList",
              "event#2 clReleaseEvent",
              "event#1 clReleaseEvent",
              "queue#2 clEnqueueWriteBuffer",
              "queue#2 clFlush"),
          calls());
      driver.forgetCalls();
      staging.awaitSent(0);
      staging.awaitSent(1);
      assertEquals(List.of("event#3 clWaitForEvents"), calls());
    }
    assertTrue(driver.counts().live().isEmpty(), () -> "" + driver.counts().live());
  }

  @Test
  void isClosedWithItsBackend() {
    try (OpenClBackend backend = open()) {
      Staging staging = backend.stage(slots(backend.newArena()));
      staging.send(0);
      staging.begin(0);
      staging.end(0);
    }
    assertTrue(driver.counts().live().isEmpty(), () -> "" + driver.counts().live());
  }

  /** The second queue, or the memory of one slot or the other. */
  @ParameterizedTest
  @CsvSource({"clCreateCommandQueue, 1", "clCreateBuffer, 1", "clCreateBuffer, 2"})
  void whatFailsLeavesNothingOpen(String call, int nth) {
    try (OpenClBackend backend = open();
        Arena arena = backend.newArena()) {
      List<Tensor> slots = slots(arena);
      driver.failOn(call, nth, -4);
      BackendException failure = assertThrows(BackendException.class, () -> backend.stage(slots));
      assertTrue(failure.getMessage().contains(call), failure.getMessage());
      assertEquals(0, driver.counts().live(Kind.HOST_MEMORY));
      assertEquals(1, driver.counts().live(Kind.QUEUE));
    }
    assertTrue(driver.counts().live().isEmpty(), () -> "" + driver.counts().live());
  }
}
