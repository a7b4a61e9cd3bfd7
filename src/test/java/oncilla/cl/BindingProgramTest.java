package oncilla.cl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import oncilla.cl.fake.CountingDriver;
import oncilla.cl.fake.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every binding must do with programs, on the machine's first device. */
class BindingProgramTest {
  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void aFailedBuildShowsLogOptionsAndSource(String binding) {
    CountingDriver driver = new CountingDriver(ClDrivers.named(binding));
    String source = "__kernel void f(__global float *x) {\n  x[0] = missing_name;\n}\n";
    try (ClContext context = Bindings.open(driver)) {
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
    try (ClContext context = Bindings.open(driver);
        ClProgram program = context.build("set.cl", source, "-DVALUE=42")) {
      binary = program.binary();
      assertTrue(binary.length > 0);
    }
    try (ClContext context = Bindings.open(driver);
        ClQueue queue = context.createQueue();
        ClProgram program = context.load("set.cl", binary, "-DVALUE=42");
        ClKernel kernel = program.createKernel("set");
        ClBuffer x = context.createBuffer(8);
        ClLaunch launch = queue.prepare(kernel, new long[] {2}, new long[] {1})) {
      kernel.setBuffer(0, x);
      launch.enqueue();
      ByteBuffer read = Bindings.host(8);
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
    try (ClContext context = Bindings.open(driver)) {
      byte[] text = "this is no program".getBytes(StandardCharsets.UTF_8);
      ClException failure = assertThrows(ClException.class, () -> context.load("set.cl", text, ""));
      assertTrue(failure.getMessage().contains("set.cl"), failure.getMessage());
      assertEquals(0, driver.loads());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jocl", "lwjgl"})
  void anUnknownKernelIsNamed(String binding) {
    try (ClContext context = Bindings.open(ClDrivers.named(binding));
        ClProgram program = context.build("add.cl", Bindings.ADD, "")) {
      ClException failure = assertThrows(ClException.class, () -> program.createKernel("subtract"));
      assertEquals("clCreateKernel", failure.call());
      assertEquals(
          "clCreateKernel failed with CL_INVALID_KERNEL_NAME (-46):"
              + " kernel subtract of program add.cl",
          failure.getMessage());
    }
  }
}
