package oncilla.backend.opencl.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.OpenClConfiguration;

/** Checks the arithmetic of {@code kernels/peak.cl}: a multiply-add rounds once, so bits agree. */
public final class PeakChains {
  private PeakChains() {}

  /**
   * Runs short chains on {@code configuration}, two groups of items, and compares every element.
   */
  public static void check(
      OpenClConfiguration configuration, OpenClBackend backend, long repetitions) {
    KernelParameters parameters =
        configuration
            .variant()
            .parameters(backend.opened().context().device(), configuration.precision());
    PeakMeasurement peak = new PeakMeasurement(backend, parameters);
    long items = 2L * parameters.reductionGroup();
    try (Arena arena = backend.newArena();
        OwnSink sink = new OwnSink(backend)) {
      Tensor out = arena.allocate(ElementType.REAL, Shape.vector(peak.elements(items)));
      peak.submit(sink, items, repetitions, out);
      double[] found = new double[(int) peak.elements(items)];
      backend.download(out, found);
      double[] expected = new double[found.length];
      Arrays.fill(expected, sum(configuration.precision(), repetitions));
      assertArrayEquals(expected, found);
    }
  }

  private static double sum(Precision precision, long repetitions) {
    double sum = 0;
    for (int c = 0; c < PeakMeasurement.CHAINS; c++) {
      double chain = c + 1;
      for (long r = 0; r < repetitions; r++) {
        chain = precision.round(Math.fma(chain, PeakMeasurement.FACTOR, PeakMeasurement.TERM));
      }
      sum = precision.round(sum + chain);
    }
    return sum;
  }
}
