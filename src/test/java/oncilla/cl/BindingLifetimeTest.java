package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects every binding gives, how long they may be used, and with which others. */
class BindingLifetimeTest {
  @Test
  void bothBindingsSeeTheSameDevices() {
    List<ClDevice> jocl = Bindings.devices(ClDrivers.named("jocl"));
    assertEquals(jocl, Bindings.devices(ClDrivers.named("lwjgl")));
    for (int index = 0; index < jocl.size(); index++) {
      ClDevice device = jocl.get(index);
      assertEquals(index, device.index());
      assertFalse(device.name().isBlank());
      assertEquals(device.name().strip(), device.name());
      assertEquals(-1, (device.name() + device.extensions() + device.version()).indexOf('\0'));
      assertTrue(device.version().startsWith("OpenCL "), device.version());
      assertTrue(device.languageVersion().startsWith("OpenCL C "), device.languageVersion());
      assertTrue(device.computeUnits() > 0 && device.maxWorkGroupSize() > 0, device.toString());
      assertTrue(device.globalMemoryBytes() >= device.maxAllocationBytes(), device.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aMarkerIsReached(String binding) {
    try (ClContext context = Bindings.open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClBuffer buffer = context.createBuffer(1024)) {
      queue.fillZero(buffer, 0, 1024);
      ClEvent marker = queue.marker();
      queue.flush();
      marker.await();
      marker.await();
      marker.close();
      assertThrows(IllegalStateException.class, marker::await);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aSecondCloseIsHarmlessAndUseAfterwardsIsRefused(String binding) {
    ClContext context = Bindings.open(ClDrivers.named(binding));
    ClQueue queue = context.createQueue();
    ClBuffer buffer = context.createBuffer(16);
    ClProgram program = context.build("add.cl", Bindings.ADD, "");
    ClKernel kernel = program.createKernel("add");
    ClLaunch launch = queue.prepare(kernel, new long[] {1}, new long[] {1});
    ClEvent event = queue.marker();
    event.close();
    event.close();
    launch.close();
    launch.close();
    assertThrows(IllegalStateException.class, launch::enqueue);
    ClLaunch orphan = queue.prepare(kernel, new long[] {1}, new long[] {1});
    buffer.close();
    buffer.close();
    assertThrows(IllegalStateException.class, () -> kernel.setBuffer(0, buffer));
    assertThrows(IllegalStateException.class, () -> queue.fillZero(buffer, 0, 4));
    kernel.close();
    kernel.close();
    assertThrows(IllegalStateException.class, () -> kernel.setInt(3, 0));
    assertThrows(IllegalStateException.class, orphan::enqueue);
    orphan.close();
    program.close();
    program.close();
    assertThrows(IllegalStateException.class, () -> program.createKernel("add"));
    assertThrows(IllegalStateException.class, program::binary);
    queue.close();
    queue.close();
    assertThrows(IllegalStateException.class, queue::finish);
    context.close();
    context.close();
    assertThrows(IllegalStateException.class, () -> context.createBuffer(4));
    assertThrows(IllegalStateException.class, () -> context.load("a.cl", new byte[1], ""));
  }

  @Test
  void objectsOfTheBindingsDoNotMix() {
    try (ClContext jocl = Bindings.open(ClDrivers.named("jocl"));
        ClContext lwjgl = Bindings.open(ClDrivers.named("lwjgl"));
        ClQueue queue = jocl.createQueue();
        ClBuffer buffer = lwjgl.createBuffer(4)) {
      assertThrows(IllegalArgumentException.class, () -> queue.fillZero(buffer, 0, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aDeviceFromElsewhereIsRefused(String binding) {
    ClDriver driver = ClDrivers.named(binding);
    Bindings.devices(driver);
    ClDevice foreign = TestDevices.gpu(7);
    assertThrows(IllegalArgumentException.class, () -> driver.createContext(foreign));
  }
}
