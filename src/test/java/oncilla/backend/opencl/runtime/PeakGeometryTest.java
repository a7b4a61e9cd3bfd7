package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.LaunchGeometry;
import oncilla.cl.fake.FakeEnqueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel that the peak is measured with. */
class PeakGeometryTest {
  static List<FakeBench.Target> targets() {
    return FakeBench.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void thePeakKeepsEveryUnitBusyAndItsOutputFits(FakeBench.Target target) {
    try (FakeBench bench = new FakeBench(target)) {
      KernelParameters p = bench.parameters();
      assertTrue(bench.backend().measurePeakFlops().orElseThrow() > 0);
      for (FakeEnqueue launch : bench.launches(ops -> bench.backend().measurePeakFlops())) {
        assertEquals("peak", launch.kernel());
        assertEquals(List.of((long) p.reductionGroup()), launch.local());
        assertTrue(
            LaunchGeometry.groups(launch, 0) >= target.device().computeUnits(), launch.toString());
        long items = launch.global().get(0);
        long bytes = items * p.vectorWidth() * target.precision().bytes();
        assertEquals(bytes, bench.bufferBytes(launch.arguments().get(3)));
      }
    }
  }
}
