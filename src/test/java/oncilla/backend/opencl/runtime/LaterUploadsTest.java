package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;

/** How many copies are under way before the oldest is waited for. */
class LaterUploadsTest {
  @Test
  void twoLargeOnesAndManySmallOnes() {
    assertWaits(2, 2 << 20);
    assertWaits(2, 1 << 20);
    assertWaits(4, 1 << 18);
    assertWaits(64, 10);
  }

  /** The first so many are not waited for, the next one waits for one. */
  private static void assertWaits(int copies, int elements) {
    ClDevice device = TestDevices.gpu(0);
    FakeDriver driver = new FakeDriver(device);
    try (OpenClBackend backend =
            new OpenClBackend(
                driver,
                device,
                Precision.FP32,
                KernelParameters.forDevice(device, Precision.FP32));
        Arena arena = backend.newArena()) {
      Tensor order = arena.allocate(ElementType.I32, Shape.vector(elements));
      int[] rows = new int[elements];
      for (int i = 0; i < copies; i++) {
        backend.uploadLater(rows, order);
      }
      assertEquals(0, waits(driver));
      assertEquals(copies, driver.counts().live(Kind.EVENT));
      backend.uploadLater(rows, order);
      assertEquals(1, waits(driver));
      assertEquals(copies, driver.counts().live(Kind.EVENT));
    }
    assertEquals(0, driver.counts().live(Kind.EVENT));
  }

  private static long waits(FakeDriver driver) {
    return driver.calls().stream().filter(call -> call.call().equals("clWaitForEvents")).count();
  }
}
