package oncilla.check.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import oncilla.backend.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToleranceTest {
  /** Three different arrays, so that it shows which one a scale takes. */
  private static final Tolerance.ScaleContext CONTEXT =
      new Tolerance.ScaleContext() {
        @Override
        public double[] input(String name) {
          return new double[] {1};
        }

        @Override
        public double[] reference() {
          return new double[] {2};
        }

        @Override
        public double[] onMagnitudes() {
          return new double[] {3};
        }
      };

  @ParameterizedTest
  @EnumSource
  void exactAllowsNothing(Precision precision) {
    for (double scale : new double[] {0, 1, -1e30, Double.POSITIVE_INFINITY, Double.NaN}) {
      assertEquals(0, Tolerance.exact().bound(precision, scale));
    }
  }

  @Test
  void boundsCountRoundings() {
    double u32 = 0x1p-24;
    double u64 = 0x1p-53;
    assertEquals(
        3 * u32 * 8, Tolerance.relative(3, "three").bound(Precision.FP32, 8), Float.MIN_NORMAL);
    assertEquals(3 * u64 * 8, Tolerance.relative(3, "three").bound(Precision.FP64, 8), 1e-300);
    // 6 sqrt(25) + 2
    assertEquals(32 * u64, Tolerance.sum(25, 2).bound(Precision.FP64, 1), 1e-300);
    assertEquals(32 * u64, Tolerance.sum(25, 2).bound(Precision.FP64, -1), 1e-300);
  }

  @Test
  void aBoundIsNeverBelowTheSmallestNormalNumber() {
    Tolerance tolerance = Tolerance.relative(1, "one");
    assertEquals(Float.MIN_NORMAL, tolerance.bound(Precision.FP32, 0));
    assertEquals(Double.MIN_NORMAL, tolerance.bound(Precision.FP64, 0));
  }

  /** A bound that is NaN allows nothing, since no comparison with NaN is true. */
  @Test
  void aScaleThatIsNotANumberAllowsNothing() {
    double bound = Tolerance.relative(1, "one").bound(Precision.FP64, Double.NaN);
    assertTrue(Double.isNaN(bound));
  }

  @Test
  void scalesAreWhatTheirNamesSay() {
    assertArrayEquals(new double[] {2}, Tolerance.exact().scale().of(CONTEXT));
    assertArrayEquals(new double[] {2}, Tolerance.relative(1, "one").scale().of(CONTEXT));
    assertArrayEquals(new double[] {3}, Tolerance.sum(1, 0).scale().of(CONTEXT));
    assertArrayEquals(
        new double[] {1}, Tolerance.sum(1, 0, context -> context.input("x")).scale().of(CONTEXT));
  }
}
