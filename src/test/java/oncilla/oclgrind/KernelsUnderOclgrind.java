package oncilla.oclgrind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.opencl.ConfigurationCases;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.OpenClConfiguration.Variant;
import oncilla.backend.opencl.program.KernelSource;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.BackendSetup;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.opencl.runtime.OwnSink;
import oncilla.backend.opencl.runtime.PeakChains;
import oncilla.check.References;
import oncilla.check.op.OpCase;
import oncilla.check.op.OpCases;
import oncilla.check.verification.OpChecker;
import oncilla.check.verification.Surroundings;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel, in every variant of a precision, under a simulator that reports accesses outside a
 * buffer, races and reads of uninitialised memory. Each tensor is a buffer of exactly its size that
 * nobody wrote: a guard zone would be good memory to the simulator, and a poisoned output an
 * initialised one.
 */
@Tag("oclgrind")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KernelsUnderOclgrind {
  private final Precision precision;

  /** Runs the kernels in one precision: the two take minutes, and can run beside each other. */
  KernelsUnderOclgrind(Precision precision) {
    this.precision = precision;
  }

  /** A configuration with the largest extent it is run with. */
  record Run(ConfigurationCases cases, long largestExtent) {
    OpenClConfiguration configuration() {
      return cases.configuration();
    }

    @Override
    public String toString() {
      return cases + " up to " + largestExtent;
    }
  }

  /**
   * The simulator is thousands of times slower than a device, and edges show in small extents. The
   * large tiles of a GPU take longest and are all edge here; small tiles are crossed at 40.
   */
  List<Run> runs() {
    List<OpenClConfiguration> small =
        Stream.of(
                Variant.SMALL_TILES,
                Variant.CPU_NARROW,
                Variant.CPU_WIDE,
                Variant.PACKED_NARROW,
                Variant.PACKED_AHEAD)
            .map(variant -> new OpenClConfiguration("jocl", precision, variant))
            .toList();
    List<Run> runs = new ArrayList<>();
    ConfigurationCases.of(small).forEach(one -> runs.add(new Run(one, 40)));
    if (precision == Precision.FP32) {
      OpenClConfiguration gpu = new OpenClConfiguration("jocl", precision, Variant.GPU);
      runs.add(new Run(new ConfigurationCases(gpu, Optional.empty()), 7));
    }
    return runs;
  }

  /**
   * Each case has a context of its own: oclgrind 21.10 keeps what it knows of a released buffer and
   * takes it for the next buffer in its place, and then reports what is not so. They share the
   * compiled programs, or compiling would take most of the time.
   */
  @ParameterizedTest
  @MethodSource("runs")
  void nothingIsReported(Run run, @TempDir Path folder) throws IOException {
    BackendSetup setup =
        new BackendSetup(
            OpenClBackend.NewMemory.UNTOUCHED,
            ProgramCache.in(folder, ProgramCache.Limits.USUAL),
            KernelSource::load,
            Optional.empty());
    OclgrindLog log = OclgrindLog.open();
    ClDriver driver = ClDrivers.named(run.configuration().binding());
    log.simulator(driver);
    Set<String> ops = new TreeSet<>();
    List<String> failures = new ArrayList<>();
    try (Backend reference = References.open()) {
      for (OpCase one : run.cases().among(OpCases.upTo(run.largestExtent()))) {
        ops.add(one.op());
        try (Backend backend = run.configuration().open(setup)) {
          new OpChecker(backend, reference, Surroundings.EXACT)
              .check(one)
              .failures()
              .forEach(failure -> failures.add(one + ": " + failure));
          String report = log.read();
          if (!report.isEmpty()) {
            failures.add(one + ": " + report);
          }
        }
      }
    }
    assertEquals(List.of(), failures);
    int least = run.cases().alike().isEmpty() ? 18 : 5;
    assertTrue(ops.size() >= least, "only " + ops + " ran");
  }

  /** It is no operation of the table: nothing but a rate comes of it. */
  @ParameterizedTest
  @MethodSource("runs")
  void thePeakKernelIsNotReported(Run run) throws IOException {
    OclgrindLog log = OclgrindLog.open();
    ClDriver driver = ClDrivers.named(run.configuration().binding());
    log.simulator(driver);
    try (OpenClBackend backend =
        run.configuration().open(driver, OpenClBackend.NewMemory.UNTOUCHED)) {
      PeakChains.check(run.configuration(), backend, 3);
      assertEquals("", log.read());
    }
  }

  /**
   * They are no operations either; what they find right here, they find right on a device. Their
   * kernel has the precision and the size of the group, and nothing of the variant.
   */
  @Test
  void theProbesAreNotReported() throws IOException {
    OclgrindLog log = OclgrindLog.open();
    OpenClConfiguration any = runs().get(0).configuration();
    ClDriver driver = ClDrivers.named(any.binding());
    log.simulator(driver);
    try (OpenClBackend backend = any.open(driver, OpenClBackend.NewMemory.UNTOUCHED);
        OwnSink sink = new OwnSink(backend)) {
      assertEquals(Optional.empty(), sink.probes(8).run().fault());
      assertEquals("", log.read());
    }
  }
}
