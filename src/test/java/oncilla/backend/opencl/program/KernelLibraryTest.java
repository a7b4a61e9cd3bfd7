package oncilla.backend.opencl.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oncilla.cl.ClBuildException;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClKernel;
import oncilla.cl.fake.FakeDriver;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a program is compiled and when it comes from the cache, without a device. */
class KernelLibraryTest {
  private static final String SOURCE = "__kernel void scale(__global float *x, float factor) {}";
  private static final ProgramKey PROGRAM = new ProgramKey("scale.cl", Map.of("LS", 64));
  private static final int CL_INVALID_PROGRAM = -44;
  private static final int CL_BUILD_PROGRAM_FAILURE = -11;

  @TempDir Path folder;

  /** How programs came to be in one life of a library. */
  private record Made(int compiled, int loaded) {}

  private Made use(ClDevice device, ProgramKey key, String source) {
    return use(new FakeDriver(device), device, key, source);
  }

  private Made use(FakeDriver driver, ClDevice device, ProgramKey key, String source) {
    ProgramCache cache = ProgramCache.in(folder, ProgramCache.Limits.USUAL);
    try (ClContext context = driver.createContext(device);
        KernelLibrary library = new KernelLibrary(context, cache, file -> source)) {
      for (int twice = 0; twice < 2; twice++) {
        try (ClKernel kernel = library.create(key, "scale")) {
          assertEquals("scale", kernel.name());
        }
      }
    }
    assertEquals(Map.of(), driver.counts().live());
    return new Made(
        driver.calls("clCreateProgramWithSource").size(),
        driver.calls("clCreateProgramWithBinary").size());
  }

  private Made useAgain() {
    return use(TestDevices.cpu(0), PROGRAM, SOURCE);
  }

  private Path onlyEntry() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      return all.get(0);
    }
  }

  @Test
  void theSecondLifeCompilesNothing() {
    assertEquals(new Made(1, 0), useAgain());
    assertEquals(new Made(0, 1), useAgain());
    assertEquals(new Made(0, 1), useAgain());
  }

  /** Whoever compares kernels compiles many, and PoCL takes long for the binary of each. */
  @Test
  void whoCompilesManyOnACpuKeepsNone() {
    assertEquals(0, kept(TestDevices.cpu(0), 25));
    assertEquals(24, kept(TestDevices.cpu(0), 24));
    assertEquals(25, kept(TestDevices.gpu(0), 25));
  }

  private int kept(ClDevice device, int programs) {
    FakeDriver driver = new FakeDriver(device);
    Path own = folder.resolve(device.type() + " " + programs);
    ProgramCache cache = ProgramCache.in(own, ProgramCache.Limits.USUAL);
    try (ClContext context = driver.createContext(device);
        KernelLibrary library = new KernelLibrary(context, cache, file -> SOURCE)) {
      for (int size = 1; size <= programs; size++) {
        library.create(new ProgramKey("scale.cl", Map.of("LS", size)), "scale").close();
      }
    }
    assertEquals(programs, driver.calls("clCreateProgramWithSource").size());
    String[] kept = own.toFile().list();
    return kept == null ? 0 : kept.length;
  }

  @Test
  void whateverDecidesTheResultDecidesTheEntry() {
    useAgain();
    ClDevice cpu = TestDevices.cpu(0);
    List<ClDevice> others =
        List.of(
            like(cpu, "Test CPU 2", cpu.platform(), cpu.driverVersion(), cpu.version()),
            like(cpu, cpu.name(), "Another Platform", cpu.driverVersion(), cpu.version()),
            like(cpu, cpu.name(), cpu.platform(), "3.2", cpu.version()),
            like(cpu, cpu.name(), cpu.platform(), cpu.driverVersion(), "OpenCL 3.1"));
    for (ClDevice other : others) {
      assertEquals(new Made(1, 0), use(other, PROGRAM, SOURCE), other.toString());
      assertEquals(new Made(0, 1), use(other, PROGRAM, SOURCE), other.toString());
    }
    assertEquals(new Made(1, 0), use(cpu, new ProgramKey("scale.cl", Map.of("LS", 32)), SOURCE));
    assertEquals(new Made(1, 0), use(cpu, new ProgramKey("scale.cl", Map.of("LZ", 64)), SOURCE));
    assertEquals(new Made(1, 0), use(cpu, PROGRAM, SOURCE + "\n// changed"));
    assertEquals(new Made(0, 1), useAgain());
    // Neither its place in the list nor how much memory is free decides.
    assertEquals(new Made(0, 1), use(TestDevices.cpu(3), PROGRAM, SOURCE));
  }

  private static ClDevice like(
      ClDevice device, String name, String platform, String driver, String version) {
    return new ClDevice(
        device.index(),
        device.platformIndex(),
        device.deviceIndex(),
        name,
        device.type(),
        platform,
        device.vendor(),
        driver,
        version,
        device.languageVersion(),
        device.extensions(),
        device.computeUnits(),
        device.maxWorkGroupSize(),
        device.globalMemoryBytes(),
        device.maxAllocationBytes(),
        device.localMemoryBytes(),
        device.dedicatedLocalMemory(),
        device.nativeVectorWidthFloat(),
        device.nativeVectorWidthDouble());
  }

  @Test
  void aDamagedEntryIsCompiledAndReplaced() throws IOException {
    useAgain();
    byte[] entry = Files.readAllBytes(onlyEntry());
    entry[entry.length - 1] ^= 1;
    Files.write(onlyEntry(), entry);
    assertEquals(new Made(1, 0), useAgain());
    assertEquals(new Made(0, 1), useAgain());
    Files.write(onlyEntry(), new byte[0]);
    assertEquals(new Made(1, 0), useAgain());
    assertEquals(new Made(0, 1), useAgain());
  }

  @Test
  void aBinaryThatTheDriverRefusesIsCompiledAndReplaced() {
    useAgain();
    for (String call : List.of("clCreateProgramWithBinary", "clBuildProgram")) {
      FakeDriver driver = new FakeDriver(TestDevices.cpu(0));
      driver.failOn(call, 1, CL_INVALID_PROGRAM);
      assertEquals(new Made(1, 1), use(driver, TestDevices.cpu(0), PROGRAM, SOURCE), call);
      assertEquals(1, driver.calls("clGetProgramInfo").size());
      assertEquals(new Made(0, 1), useAgain());
    }
  }

  @Test
  void aDriverWithoutABinaryIsNoFailure() {
    FakeDriver driver = new FakeDriver(TestDevices.cpu(0));
    driver.failOn("clGetProgramInfo", 1, CL_INVALID_PROGRAM);
    assertEquals(new Made(1, 0), use(driver, TestDevices.cpu(0), PROGRAM, SOURCE));
    assertEquals(new Made(1, 0), useAgain());
  }

  @Test
  void whatDoesNotCompileIsAFailureAndNoEntry() throws IOException {
    FakeDriver driver = new FakeDriver(TestDevices.cpu(0));
    driver.failOn("clBuildProgram", 1, CL_BUILD_PROGRAM_FAILURE);
    assertThrows(ClBuildException.class, () -> use(driver, TestDevices.cpu(0), PROGRAM, SOURCE));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void withoutACacheNoBinaryIsAskedFor() {
    FakeDriver driver = new FakeDriver(TestDevices.cpu(0));
    try (ClContext context = driver.createContext(TestDevices.cpu(0));
        KernelLibrary library = new KernelLibrary(context, ProgramCache.off(), file -> SOURCE);
        ClKernel kernel = library.create(PROGRAM, "scale")) {
      assertEquals("scale", kernel.name());
    }
    assertEquals(0, driver.calls("clGetProgramInfo").size());
  }
}
