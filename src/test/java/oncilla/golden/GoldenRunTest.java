package oncilla.golden;

import java.util.ArrayList;
import java.util.List;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.backend.ejml.EjmlBackend;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden runs on the reference and on the cpu backend: the first part, or all with -Pfull. */
class GoldenRunTest {
  private record Part(GoldenRun run, long last) {}

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(GoldenRun.CAT_NOTES, 100));
    parts.add(new Part(GoldenRun.CAT_HE, 300));
    parts.add(new Part(GoldenRun.CAT_L2, 300));
    parts.add(new Part(GoldenRun.FOOTBALL_PLAIN, 2_000));
    parts.add(new Part(GoldenRun.FOOTBALL_L2, 2_000));
    parts.add(new Part(GoldenRun.CIRCLES_ZEROS, 2_000));
    parts.add(new Part(GoldenRun.CIRCLES_HE, 2_000));
    parts.add(new Part(GoldenRun.CIRCLES_LARGE, 2_000));
    return parts;
  }

  @Test
  void referenceFollowsTheNotes() {
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      GoldenRuns.checkTo(backend, GoldenRun.CAT_NOTES, 300);
    }
  }

  @ParameterizedTest
  @MethodSource("parts")
  void cpuFollowsTheGoldenCosts(Part part) {
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      GoldenRuns.checkTo(backend, part.run(), part.last());
    }
  }

  @ParameterizedTest
  @EnumSource
  void cpuReachesTheGoldenEnd(GoldenRun run) {
    onlyInTheLongList();
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      GoldenRuns.checkToTheEnd(backend, run);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CAT_NOTES", "CAT_HE", "CAT_L2"})
  void cpuReachesTheGoldenEndInFp32(GoldenRun run) {
    onlyInTheLongList();
    try (Backend backend = CpuBackend.open(Precision.FP32)) {
      GoldenRuns.checkToTheEnd(backend, run);
    }
  }

  private static void onlyInTheLongList() {
    Assumptions.assumeTrue(Requirements.full(), "a long run: -Pfull");
  }
}
