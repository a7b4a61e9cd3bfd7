package oncilla.oclgrind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.OpenClConfiguration.Variant;
import oncilla.check.OpCase;
import oncilla.check.OpCases;
import oncilla.check.OpChecker;
import oncilla.check.Placement;
import oncilla.check.References;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel, in every variant and precision, under a simulator that reports accesses outside a
 * buffer, races and reads of uninitialised memory. Each tensor is a buffer of exactly its size that
 * nobody wrote: a guard zone would be good memory to the simulator, and a poisoned output an
 * initialised one.
 */
@Tag("oclgrind")
class KernelsUnderOclgrindTest {
  /** The simulator is thousands of times slower than a device; edges show in small extents. */
  private static final long LARGEST_EXTENT = 40;

  static List<OpenClConfiguration> configurations() {
    List<OpenClConfiguration> configurations = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      for (Precision precision : Precision.values()) {
        configurations.add(new OpenClConfiguration("jocl", precision, variant));
      }
    }
    return configurations;
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void nothingIsReported(OpenClConfiguration configuration) throws IOException {
    OclgrindLog log = OclgrindLog.open();
    ClDriver driver = ClDrivers.named(configuration.binding());
    log.simulator(driver);
    Set<String> ops = new TreeSet<>();
    List<String> failures = new ArrayList<>();
    try (Backend backend = configuration.open(driver, OpenClBackend.NewMemory.UNTOUCHED);
        Backend reference = References.open()) {
      OpChecker checker = new OpChecker(backend, reference, Placement.EXACT);
      for (OpCase one : OpCases.upTo(LARGEST_EXTENT)) {
        ops.add(one.op());
        checker.check(one).failures().forEach(failure -> failures.add(one + ": " + failure));
        assertEquals("", log.read(), one.toString());
      }
    }
    assertEquals(List.of(), failures);
    assertTrue(ops.size() >= 18, "only " + ops + " ran");
  }
}
