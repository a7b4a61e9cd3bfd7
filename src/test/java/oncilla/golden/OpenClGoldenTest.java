package oncilla.golden;

import java.util.ArrayList;
import java.util.List;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Golden runs on OpenCL. The notes' run in fp64 goes to its end through each binding; the others
 * make a first part, or all of it with -Pfull. The tiny nets depend on no binding, so they take
 * one. In fp32 there is only the end to look at, with -Pfull.
 */
class OpenClGoldenTest {
  /** The whole length of a run. */
  private static final long END = -1;

  private record Part(OpenClConfiguration configuration, GoldenRun run, long last) {
    @Override
    public String toString() {
      return run + " on " + configuration + (last == END ? "" : " to " + last);
    }
  }

  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (OpenClConfiguration configuration : OpenClConfiguration.defaults()) {
      boolean fp64 = configuration.precision() == Precision.FP64;
      if (fp64 || Requirements.full()) {
        add(parts, configuration, GoldenRun.CAT_NOTES, END);
        add(parts, configuration, GoldenRun.CAT_HE, 300);
        add(parts, configuration, GoldenRun.CAT_L2, 300);
      }
      if (fp64 && configuration.binding().equals("lwjgl")) {
        add(parts, configuration, GoldenRun.FOOTBALL_PLAIN, 2_000);
        add(parts, configuration, GoldenRun.FOOTBALL_L2, 2_000);
        add(parts, configuration, GoldenRun.CIRCLES_ZEROS, 2_000);
        add(parts, configuration, GoldenRun.CIRCLES_HE, 2_000);
        add(parts, configuration, GoldenRun.CIRCLES_LARGE, 2_000);
      }
    }
    return parts;
  }

  private static void add(
      List<Part> parts, OpenClConfiguration configuration, GoldenRun run, long last) {
    parts.add(new Part(configuration, run, Requirements.full() ? END : last));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void followsTheGoldenCosts(Part part) {
    try (Backend backend = part.configuration().open()) {
      if (part.last() == END) {
        GoldenRuns.checkToTheEnd(backend, part.run());
      } else {
        GoldenRuns.checkTo(backend, part.run(), part.last());
      }
    }
  }

  static List<Part> probed() {
    List<Part> parts = new ArrayList<>();
    for (OpenClConfiguration configuration : OpenClConfiguration.defaults()) {
      if (configuration.precision() == Precision.FP64) {
        add(parts, configuration, GoldenRun.CAT_NOTES, 100);
        add(parts, configuration, GoldenRun.CAT_HE, 100);
      }
    }
    return parts;
  }

  @ParameterizedTest
  @MethodSource("probed")
  void passesTheGoldenProbes(Part part) {
    try (Backend backend = part.configuration().open()) {
      if (part.last() == END) {
        GoldenProbes.checkToTheEnd(backend, part.run());
      } else {
        GoldenProbes.checkTo(backend, part.run(), part.last());
      }
    }
  }
}
