package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import oncilla.Requirements;
import oncilla.cl.fake.CountingDriver;
import oncilla.cl.fake.Kind;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every binding must do, on the machine's first device. */
class BindingTest {
  private static final String ADD =
      """
      __kernel void add(__global const float *x, const ulong xOffset,
                        __global const float *y, const int yOffset,
                        const float scale, __global float *sum, const int n) {
        const int i = get_global_id(0);
        if (i < n) sum[i] = scale * (x[xOffset + i] + y[yOffset + i]);
      }
      """;

  private static List<ClDevice> devices(ClDriver driver) {
    try {
      return driver.devices();
    } catch (ClUnavailableException unavailable) {
      Requirements.missing("opencl", unavailable.getMessage());
      throw new AssertionError("missing() returns never", unavailable);
    }
  }

  private static ClContext open(ClDriver driver) {
    return driver.createContext(devices(driver).get(0));
  }

  private static ByteBuffer host(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static ByteBuffer host(float... values) {
    ByteBuffer bytes = host(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static float[] floats(ClQueue queue, ClBuffer buffer, int count) {
    ByteBuffer bytes = host(count * Float.BYTES);
    queue.read(buffer, 0, bytes);
    float[] values = new float[count];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  @Test
  void bothBindingsSeeTheSameDevices() {
    List<ClDevice> jocl = devices(ClDrivers.named("jocl"));
    assertEquals(jocl, devices(ClDrivers.named("lwjgl")));
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
  void runsAKernelAndReleasesEverything(String binding) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(binding));
    try (ClContext context = open(driver);
        ClQueue queue = context.createQueue();
        ClProgram program = context.build("add.cl", ADD, "-cl-std=CL1.2");
        ClKernel kernel = program.createKernel("add");
        ClBuffer x = context.createBuffer(64);
        ClBuffer y = context.createBuffer(64);
        ClBuffer sum = context.createBuffer(16);
        ClLaunch launch = queue.prepare(kernel, new long[] {4}, new long[] {2})) {
      queue.write(x, 8, host(1, 2, 3, 4));
      queue.write(y, 12, host(10, 20, 30, 40));
      kernel.setBuffer(0, x);
      kernel.setLong(1, 2);
      kernel.setBuffer(2, y);
      kernel.setInt(3, 3);
      kernel.setFloat(4, 0.5f);
      kernel.setBuffer(5, sum);
      kernel.setInt(6, 4);
      launch.enqueue();
      assertArrayEquals(new float[] {5.5f, 11, 16.5f, 22}, floats(queue, sum, 4));

      // An argument stays until it is set again, and a launch takes those of the moment.
      kernel.setFloat(4, 2);
      Map<Kind, Integer> before = driver.counts().created();
      for (int step = 0; step < 1000; step++) {
        launch.enqueue();
      }
      queue.finish();
      assertEquals(before, driver.counts().created());
      assertArrayEquals(new float[] {22, 44, 66, 88}, floats(queue, sum, 4));
      assertEquals(3, driver.counts().live(Kind.BUFFER));
    }
    assertEquals(Map.of(), driver.counts().live());
    assertEquals(1, driver.counts().created(Kind.LAUNCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void computesInDoublePrecisionWhereTheDeviceDoes(String binding) {
    String source = "__kernel void set(__global double *x, double v) { x[get_global_id(0)] = v; }";
    try (ClContext context = open(ClDrivers.named(binding))) {
      assumeTrue(context.device().fp64(), context.device().name() + " has no fp64");
      try (ClQueue queue = context.createQueue();
          ClProgram program = context.build("set.cl", source, "");
          ClKernel kernel = program.createKernel("set");
          ClBuffer x = context.createBuffer(16);
          ClLaunch launch = queue.prepare(kernel, new long[] {2, 1}, new long[] {2, 1})) {
        kernel.setBuffer(0, x);
        kernel.setDouble(1, Math.PI);
        launch.enqueue();
        ByteBuffer read = host(16);
        queue.read(x, 0, read);
        assertEquals(Math.PI, read.getDouble(8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void movesTheRemainingBytesToAndFromAnOffset(String binding) {
    try (ClContext context = open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClBuffer buffer = context.createBuffer(8)) {
      queue.fillZero(buffer, 0, 8);
      ByteBuffer from = host(6).put(new byte[] {9, 1, 2, 3, 4, 9}).position(1).limit(5);
      queue.write(buffer, 3, from);
      assertEquals(1, from.position());
      assertEquals(5, from.limit());

      ByteBuffer all = host(8);
      queue.read(buffer, 0, all);
      byte[] bytes = new byte[8];
      all.get(0, bytes);
      assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 3, 4, 0}, bytes);

      ByteBuffer to = host(4).position(2);
      queue.read(buffer, 4, to);
      assertArrayEquals(
          new byte[] {0, 0, 2, 3}, new byte[] {to.get(0), to.get(1), to.get(2), to.get(3)});
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void fillsWordsAndSingleBytes(String binding) {
    try (ClContext context = open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClBuffer buffer = context.createBuffer(16)) {
      ByteBuffer ones = host(16);
      for (int index = 0; index < 16; index++) {
        ones.put(index, (byte) 1);
      }
      queue.write(buffer, 0, ones);
      queue.fillZero(buffer, 4, 8);
      queue.fillZero(buffer, 13, 1);
      ByteBuffer all = host(16);
      queue.read(buffer, 0, all);
      byte[] bytes = new byte[16];
      all.get(bytes);
      assertArrayEquals(new byte[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1}, bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aMarkerIsReached(String binding) {
    try (ClContext context = open(ClDrivers.named(binding));
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
  void aFailedBuildShowsLogOptionsAndSource(String binding) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(binding));
    String source = "__kernel void f(__global float *x) {\n  x[0] = missing_name;\n}\n";
    try (ClContext context = open(driver)) {
      ClBuildException failure =
          assertThrows(
              ClBuildException.class, () -> context.build("broken.cl", source, "-DSOME_MACRO=7"));
      String message = failure.getMessage();
      assertTrue(message.contains("broken.cl"), message);
      assertTrue(message.contains("CL_BUILD_PROGRAM_FAILURE"), message);
      assertTrue(message.contains("-DSOME_MACRO=7"), message);
      assertTrue(message.contains("missing_name'"), message); // in the compiler's own words
      assertTrue(message.contains("   2    x[0] = missing_name;"), message);
      assertEquals(0, driver.counts().created(Kind.PROGRAM));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aProgramComesBackFromItsBinary(String binding) {
    String source = "__kernel void set(__global int *x) { x[get_global_id(0)] = VALUE; }";
    CountingDriver driver = new CountingDriver(ClDrivers.named(binding));
    byte[] binary;
    try (ClContext context = open(driver);
        ClProgram program = context.build("set.cl", source, "-DVALUE=42")) {
      binary = program.binary();
      assertTrue(binary.length > 0);
    }
    try (ClContext context = open(driver);
        ClQueue queue = context.createQueue();
        ClProgram program = context.load("set.cl", binary, "-DVALUE=42");
        ClKernel kernel = program.createKernel("set");
        ClBuffer x = context.createBuffer(8);
        ClLaunch launch = queue.prepare(kernel, new long[] {2}, new long[] {1})) {
      kernel.setBuffer(0, x);
      launch.enqueue();
      ByteBuffer read = host(8);
      queue.read(x, 0, read);
      assertEquals(42, read.getInt(4));
      assertTrue(program.binary().length > 0);
    }
    assertEquals(1, driver.builds());
    assertEquals(1, driver.loads());
    assertEquals(Map.of(), driver.counts().live());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void whatIsNoBinaryIsRefused(String binding) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(binding));
    try (ClContext context = open(driver)) {
      byte[] text = "this is no program".getBytes(StandardCharsets.UTF_8);
      ClException failure = assertThrows(ClException.class, () -> context.load("set.cl", text, ""));
      assertTrue(failure.getMessage().contains("set.cl"), failure.getMessage());
      assertEquals(0, driver.loads());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void anUnknownKernelIsNamed(String binding) {
    try (ClContext context = open(ClDrivers.named(binding));
        ClProgram program = context.build("add.cl", ADD, "")) {
      ClException failure = assertThrows(ClException.class, () -> program.createKernel("subtract"));
      assertEquals("clCreateKernel", failure.call());
      assertEquals(
          "clCreateKernel failed with CL_INVALID_KERNEL_NAME (-46):"
              + " kernel subtract of program add.cl",
          failure.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void badArgumentsSayWhich(String binding) {
    try (ClContext context = open(ClDrivers.named(binding));
        ClProgram program = context.build("add.cl", ADD, "");
        ClKernel kernel = program.createKernel("add")) {
      ClException index = assertThrows(ClException.class, () -> kernel.setInt(7, 0));
      assertTrue(
          index.getMessage().contains("CL_INVALID_ARG_INDEX (-49): argument 7 of kernel add, int"),
          index.getMessage());
      ClException size = assertThrows(ClException.class, () -> kernel.setDouble(6, 0));
      assertTrue(size.getMessage().contains("CL_INVALID_ARG_SIZE"), size.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void badWorkSizesShowTheSizes(String binding) {
    try (ClContext context = open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClProgram program = context.build("add.cl", ADD, "");
        ClKernel kernel = program.createKernel("add");
        ClBuffer buffer = context.createBuffer(64)) {
      for (int index : new int[] {0, 2, 5}) {
        kernel.setBuffer(index, buffer);
      }
      kernel.setLong(1, 0);
      kernel.setInt(3, 0);
      kernel.setFloat(4, 1);
      kernel.setInt(6, 0);
      long tooMany = 2 * context.device().maxWorkGroupSize();
      try (ClLaunch launch = queue.prepare(kernel, new long[] {tooMany}, new long[] {tooMany})) {
        ClException failure = assertThrows(ClException.class, launch::enqueue);
        assertEquals("clEnqueueNDRangeKernel", failure.call());
        assertTrue(
            List.of("CL_INVALID_WORK_GROUP_SIZE", "CL_INVALID_WORK_ITEM_SIZE")
                .contains(ClErrors.symbol(failure.code())),
            failure.getMessage());
        assertTrue(
            failure
                .getMessage()
                .endsWith(
                    ": kernel add, global size [" + tooMany + "], local size [" + tooMany + "]"),
            failure.getMessage());
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> queue.prepare(kernel, new long[] {4, 4}, new long[] {4}));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void badRangesAndBuffersAreRefused(String binding) {
    try (ClContext context = open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClBuffer buffer = context.createBuffer(16)) {
      ClException range =
          assertThrows(ClException.class, () -> queue.write(buffer, 12, host(1, 2)));
      assertEquals(
          "clEnqueueWriteBuffer failed with CL_INVALID_VALUE (-30):"
              + " 8 bytes at offset 12 of a buffer of 16 bytes",
          range.getMessage());
      assertThrows(ClException.class, () -> queue.read(buffer, 16, host(1)));
      assertThrows(ClException.class, () -> queue.fillZero(buffer, 16, 4));
      assertThrows(
          IllegalArgumentException.class, () -> queue.write(buffer, 0, ByteBuffer.allocate(4)));
      ByteBuffer foreign =
          host(4)
              .order(
                  ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                      ? ByteOrder.BIG_ENDIAN
                      : ByteOrder.LITTLE_ENDIAN);
      assertThrows(IllegalArgumentException.class, () -> queue.read(buffer, 0, foreign));

      ClException empty = assertThrows(ClException.class, () -> context.createBuffer(0));
      assertEquals(
          "clCreateBuffer failed with CL_INVALID_BUFFER_SIZE (-61): 0 bytes", empty.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aSecondCloseIsHarmlessAndUseAfterwardsIsRefused(String binding) {
    ClContext context = open(ClDrivers.named(binding));
    ClQueue queue = context.createQueue();
    ClBuffer buffer = context.createBuffer(16);
    ClProgram program = context.build("add.cl", ADD, "");
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
    try (ClContext jocl = open(ClDrivers.named("jocl"));
        ClContext lwjgl = open(ClDrivers.named("lwjgl"));
        ClQueue queue = jocl.createQueue();
        ClBuffer buffer = lwjgl.createBuffer(4)) {
      assertThrows(IllegalArgumentException.class, () -> queue.fillZero(buffer, 0, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aDeviceFromElsewhereIsRefused(String binding) {
    ClDriver driver = ClDrivers.named(binding);
    devices(driver);
    ClDevice foreign = TestDevices.gpu(7);
    assertThrows(IllegalArgumentException.class, () -> driver.createContext(foreign));
  }
}
