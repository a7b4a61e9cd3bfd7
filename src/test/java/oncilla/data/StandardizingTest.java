package oncilla.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import oncilla.backend.ElementType;
import oncilla.nn.Standardization;
import oncilla.train.ComputedFeatures;
import org.junit.jupiter.api.Test;

/** Means and deviations, against NumPy's {@code mean} and {@code std} in fp64. */
class StandardizingTest {
  private static final double BOUND = 1e-15;

  @Test
  void ofEachChannelOfPixels() {
    Standardization numbers = Standardizing.of(ChannelSamples.pixels());
    assertClose(
        List.of(0.4801307189542483, 0.4913725490196078, 0.30196078431372547), numbers.means());
    // NumPy says 0 for the last, which nothing is divided by.
    assertClose(List.of(0.2905503637275124, 0.28437213733977906, 1.0), numbers.deviations());
  }

  /** As images whose numbers are no bytes, the same; only the rounding of sums differs. */
  @Test
  void ofEachChannelOfRealImages() {
    Standardization numbers = Standardizing.of(RealImages.of(ChannelSamples.pixels()));
    assertClose(
        List.of(0.4801307189542483, 0.4913725490196078, 0.30196078431372547), numbers.means());
    assertClose(List.of(0.2905503637275124, 0.28437213733977906, 1.0), numbers.deviations());
  }

  /** NumPy gives a constant 0.1 a deviation of 1.4e-17, by which nobody wants to divide. */
  @Test
  void ofEachColumnOfATable() {
    double[] values = new double[7 * 3];
    for (int i = 0; i < 7; i++) {
      values[3 * i] = 0.1;
      values[3 * i + 1] = 1e6 + i;
      values[3 * i + 2] = -3.0 * i * i / 7;
    }
    Standardization numbers = Standardizing.of(new Table(values, 7, 3));
    assertEquals(0.1, numbers.means().get(0));
    assertEquals(1.0, numbers.deviations().get(0));
    assertEquals(1000003.0, numbers.means().get(1));
    assertEquals(2.0, numbers.deviations().get(1));
    assertEquals(-5.571428571428571, numbers.means().get(2), 5 * BOUND);
    assertEquals(5.352855427198627, numbers.deviations().get(2), 5 * BOUND);
  }

  @Test
  void numbersAreDividedBefore() {
    Standardization numbers = Standardizing.of(new Table(new double[] {0, 510}, 2, 1, 255));
    assertEquals(List.of(1.0), numbers.means());
    assertEquals(List.of(1.0), numbers.deviations());
  }

  @Test
  void ofOneExample() {
    Standardization table = Standardizing.of(new Table(new double[] {3, -4}, 1, 2));
    assertEquals(List.of(3.0, -4.0), table.means());
    assertEquals(List.of(1.0, 1.0), table.deviations());
    Pixels grey = new Pixels(new byte[] {(byte) 255, 0}, 1, new ImageGeometry(1, 2, 1));
    assertEquals(List.of(0.5), Standardizing.of(grey).means());
    assertEquals(List.of(0.5), Standardizing.of(grey).deviations());
  }

  /** n·Q is beyond 64 bits: 2²⁴ + 1 pixels, of which one is not white. */
  @Test
  void sumsOfManyBytesAreExact() {
    int count = (1 << 24) + 1;
    byte[] values = new byte[count];
    java.util.Arrays.fill(values, (byte) 255);
    values[5] = (byte) 254;
    Standardization numbers =
        Standardizing.of(new Pixels(values, count, new ImageGeometry(1, 1, 1)));
    assertEquals(1 - 1 / (255.0 * count), numbers.means().get(0));
    double expected = Math.sqrt(count - 1.0) / (255.0 * count);
    assertEquals(expected, numbers.deviations().get(0), 1e-15 * expected);
  }

  /** Rows that no array holds, more of them than are looked at at once. */
  @Test
  void ofRowsThatAreAskedFor() {
    Features computed = new ComputedFeatures(ElementType.REAL, 3_000, 700);
    double[] all = new double[3_000 * 700];
    computed.copyRows(0, 3_000, all);
    Standardization expected = Standardizing.of(new Table(all, 3_000, 700, computed.divisor()));
    Standardization numbers = Standardizing.of(computed);
    assertClose(expected.means(), numbers.means());
    assertClose(expected.deviations(), numbers.deviations());
    assertEquals(700, numbers.channels());
  }

  private static void assertClose(List<Double> expected, List<Double> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), BOUND, "number " + i);
    }
  }
}
