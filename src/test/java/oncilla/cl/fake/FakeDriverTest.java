package oncilla.cl.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import oncilla.cl.ClBuffer;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClException;
import oncilla.cl.ClKernel;
import oncilla.cl.ClLaunch;
import oncilla.cl.ClProgram;
import oncilla.cl.ClQueue;
import oncilla.cl.ClUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FakeDriverTest {
  private static final String SOURCE =
      """
      /* kernel void commented(global int *x) */
      __kernel __attribute__((reqd_work_group_size(64, 1, 1)))
      void scale(__global float *x, // a comment, with a comma
                 const ulong offset, REAL factor) {
        x[offset] *= factor;
      }
      """;

  private final ClDevice device = TestDevices.gpu(0);
  private final FakeDriver driver = new FakeDriver(device);
  private ClContext context;
  private ClQueue queue;
  private ClProgram program;
  private ClKernel kernel;
  private ClBuffer buffer;

  @BeforeEach
  void create() {
    context = driver.createContext(device);
    queue = context.createQueue();
    program = context.build("scale.cl", SOURCE, "-DREAL=float");
    kernel = program.createKernel("scale");
    buffer = context.createBuffer(16);
  }

  @AfterEach
  void everythingIsReleased() {
    if (driver.counts().live(Kind.CONTEXT) > 0) {
      buffer.close();
      kernel.close();
      program.close();
      queue.close();
      context.close();
    }
    assertEquals(Map.of(), driver.counts().live());
  }

  private static int code(Executable call) {
    return assertThrows(ClException.class, call).code();
  }

  @Test
  void recordsCallsGeometryAndArguments() {
    kernel.setBuffer(0, buffer);
    kernel.setLong(1, 3);
    kernel.setFloat(2, 0.5f);
    try (ClLaunch launch = queue.prepare(kernel, new long[] {128, 2}, new long[] {64, 1})) {
      launch.enqueue();
      kernel.setFloat(2, 2);
      launch.enqueue();
    }
    assertEquals(
        List.of(
            new FakeEnqueue(
                "scale", List.of(128L, 2L), List.of(64L, 1L), List.of("buffer#1", 3L, 0.5f)),
            new FakeEnqueue(
                "scale", List.of(128L, 2L), List.of(64L, 1L), List.of("buffer#1", 3L, 2f))),
        driver.enqueues());
    assertEquals(
        new FakeCall("clCreateBuffer", "buffer#1", "16 bytes"),
        driver.calls("clCreateBuffer").get(0));
    assertEquals(1, driver.counts().created(Kind.LAUNCH));
    assertEquals(0, driver.counts().live(Kind.LAUNCH));
    assertEquals(4, driver.calls("clSetKernelArg").size());
  }

  @Test
  void whatIsWrittenIsReadBack() {
    ByteBuffer out = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    out.putLong(0, 0x0102030405060708L);
    queue.write(buffer, 4, out);
    queue.fillZero(buffer, 0, 4);
    ByteBuffer in = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    queue.read(buffer, 0, in);
    assertEquals(0, in.getInt(0));
    assertEquals(0x0102030405060708L, in.getLong(4));
    assertEquals(0xA5A5A5A5, in.getInt(12));
    assertEquals(-30, code(() -> queue.write(buffer, 9, out)));
    assertEquals(-30, code(() -> queue.fillZero(buffer, 16, 1)));
  }

  @Test
  void checksArgumentsAgainstTheSource() {
    assertEquals(-49, code(() -> kernel.setInt(3, 0)));
    assertEquals(-50, code(() -> kernel.setInt(0, 0)));
    assertEquals(-50, code(() -> kernel.setBuffer(1, buffer)));
    assertEquals(-51, code(() -> kernel.setInt(1, 0)));
    kernel.setDouble(2, 1); // REAL may be either
    kernel.setBuffer(0, buffer);
    try (ClLaunch launch = queue.prepare(kernel, new long[] {64}, new long[] {64})) {
      ClException missing = assertThrows(ClException.class, launch::enqueue);
      assertEquals(-52, missing.code());
      assertTrue(missing.getMessage().contains("argument 1 of kernel scale"));
    }
    assertEquals(-46, code(() -> program.createKernel("commented")));
  }

  @Test
  void checksWorkSizes() {
    kernel.setBuffer(0, buffer);
    kernel.setLong(1, 0);
    kernel.setFloat(2, 0);
    assertEquals(-54, enqueue(new long[] {100}, new long[] {64}));
    assertEquals(-54, enqueue(new long[] {64, 64}, new long[] {64, 32}));
    assertEquals(-63, enqueue(new long[] {0}, new long[] {1}));
    assertEquals(List.of(), driver.enqueues());
  }

  private int enqueue(long[] global, long[] local) {
    try (ClLaunch launch = queue.prepare(kernel, global, local)) {
      return code(launch::enqueue);
    }
  }

  @Test
  void failsTheNthCall() {
    driver.failOn("clCreateBuffer", 2, -4);
    context.createBuffer(4).close();
    ClException failure = assertThrows(ClException.class, () -> context.createBuffer(8));
    assertEquals("clCreateBuffer", failure.call());
    assertEquals(-4, failure.code());
    context.createBuffer(4).close();

    driver.failOn("clBuildProgram", 1, -11);
    ClBuildException build =
        assertThrows(ClBuildException.class, () -> context.build("p.cl", SOURCE, "-DA=1"));
    assertTrue(build.getMessage().contains("-DA=1"));

    ClBuffer last = context.createBuffer(4);
    driver.failOn("clReleaseMemObject", 1, -38);
    assertEquals(-38, code(last::close));
    assertEquals(1, driver.counts().live(Kind.BUFFER)); // the one that every test has
  }

  @Test
  void refusesClosedObjects() {
    ClBuffer other = context.createBuffer(4);
    other.close();
    assertThrows(IllegalStateException.class, other::close);
    assertThrows(IllegalStateException.class, () -> queue.fillZero(other, 0, 4));
    assertThrows(IllegalStateException.class, () -> kernel.setBuffer(0, other));
    IllegalStateException early = assertThrows(IllegalStateException.class, context::close);
    assertEquals(
        "context#1 is closed before [queue#1, program#1, kernel#1, buffer#1]", early.getMessage());
  }

  @Test
  void aProgramComesBackFromItsBinaryOnTheSameDriver() {
    byte[] binary = program.binary();
    try (ClProgram again = context.load("scale.cl", binary, "-DREAL=float");
        ClKernel same = again.createKernel("scale")) {
      assertEquals("scale", same.name());
    }
    assertEquals(1, driver.calls("clCreateProgramWithSource").size());
    assertEquals(1, driver.calls("clCreateProgramWithBinary").size());
    byte[] foreign = "made by another driver".getBytes(StandardCharsets.UTF_8);
    assertEquals(-42, code(() -> context.load("scale.cl", foreign, "")));
  }

  @Test
  void refusesSizesTheDeviceLacks() {
    assertEquals(-61, code(() -> context.createBuffer(0)));
    assertEquals(-61, code(() -> context.createBuffer(device.maxAllocationBytes() + 1)));
  }

  @Test
  void aDriverWithoutDevicesIsUnavailable() {
    assertThrows(ClUnavailableException.class, () -> new FakeDriver().devices());
    assertThrows(IllegalArgumentException.class, () -> driver.createContext(TestDevices.cpu(1)));
    assertTrue(TestDevices.cpu(0).fp64() && TestDevices.gpu(0).fp64());
    assertTrue(!TestDevices.gpuWithoutFp64(0).fp64());
  }

  @Test
  void theCountingDriverCountsWhatPassesThroughIt() {
    FakeDriver inner = new FakeDriver(device);
    CountingDriver counting = new CountingDriver(inner);
    ClContext outer = counting.createContext(device);
    ClBuffer first = outer.createBuffer(4);
    ClBuffer second = outer.createBuffer(4);
    first.close();
    assertEquals(Map.of(Kind.CONTEXT, 1, Kind.BUFFER, 1), counting.counts().live());
    assertEquals(2, counting.counts().created(Kind.BUFFER));
    second.close();
    outer.close();
    assertEquals(Map.of(), counting.counts().live());
    assertEquals(counting.counts().created(), inner.counts().created());
  }
}
