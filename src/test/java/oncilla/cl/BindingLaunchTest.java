package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import oncilla.cl.fake.CountingDriver;
import oncilla.cl.fake.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every binding must do with kernels and their launches, on the machine's first device. */
class BindingLaunchTest {
  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void runsAKernelAndReleasesEverything(String binding) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(binding));
    try (ClContext context = Bindings.open(driver);
        ClQueue queue = context.createQueue();
        ClProgram program = context.build("add.cl", Bindings.ADD, "-cl-std=CL1.2");
        ClKernel kernel = program.createKernel("add");
        ClBuffer x = context.createBuffer(64);
        ClBuffer y = context.createBuffer(64);
        ClBuffer sum = context.createBuffer(16);
        ClLaunch launch = queue.prepare(kernel, new long[] {4}, new long[] {2})) {
      queue.write(x, 8, Bindings.host(1, 2, 3, 4));
      queue.write(y, 12, Bindings.host(10, 20, 30, 40));
      kernel.setBuffer(0, x);
      kernel.setLong(1, 2);
      kernel.setBuffer(2, y);
      kernel.setInt(3, 3);
      kernel.setFloat(4, 0.5f);
      kernel.setBuffer(5, sum);
      kernel.setInt(6, 4);
      launch.enqueue();
      assertArrayEquals(new float[] {5.5f, 11, 16.5f, 22}, Bindings.floats(queue, sum, 4));

      // An argument stays until it is set again, and a launch takes those of the moment.
      kernel.setFloat(4, 2);
      Map<Kind, Integer> before = driver.counts().created();
      for (int step = 0; step < 1000; step++) {
        launch.enqueue();
      }
      queue.finish();
      assertEquals(before, driver.counts().created());
      assertArrayEquals(new float[] {22, 44, 66, 88}, Bindings.floats(queue, sum, 4));
      assertEquals(3, driver.counts().live(Kind.BUFFER));
    }
    assertEquals(Map.of(), driver.counts().live());
    assertEquals(1, driver.counts().created(Kind.LAUNCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void computesInDoublePrecisionWhereTheDeviceDoes(String binding) {
    String source = "__kernel void set(__global double *x, double v) { x[get_global_id(0)] = v; }";
    try (ClContext context = Bindings.open(ClDrivers.named(binding))) {
      assumeTrue(context.device().fp64(), context.device().name() + " has no fp64");
      try (ClQueue queue = context.createQueue();
          ClProgram program = context.build("set.cl", source, "");
          ClKernel kernel = program.createKernel("set");
          ClBuffer x = context.createBuffer(16);
          ClLaunch launch = queue.prepare(kernel, new long[] {2, 1}, new long[] {2, 1})) {
        kernel.setBuffer(0, x);
        kernel.setDouble(1, Math.PI);
        launch.enqueue();
        ByteBuffer read = Bindings.host(16);
        queue.read(x, 0, read);
        assertEquals(Math.PI, read.getDouble(8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void badArgumentsSayWhich(String binding) {
    try (ClContext context = Bindings.open(ClDrivers.named(binding));
        ClProgram program = context.build("add.cl", Bindings.ADD, "");
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
    try (ClContext context = Bindings.open(ClDrivers.named(binding));
        ClQueue queue = context.createQueue();
        ClProgram program = context.build("add.cl", Bindings.ADD, "");
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
}
