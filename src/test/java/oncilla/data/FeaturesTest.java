package oncilla.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import oncilla.backend.ElementType;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final Features PIXELS =
      new Pixels(new byte[] {0, 1, -1, -2, 127, -128}, 3, new ImageGeometry(1, 2, 1));
  private static final Features TABLE = new Table(new double[] {0.5, 1, -1, 7, 8, 9}, 3, 2);

  /** Row i, column j is 10·i + j. */
  private static final Features COMPUTED =
      new Features() {
        @Override
        public int rows() {
          return 5;
        }

        @Override
        public int columns() {
          return 2;
        }

        @Override
        public ElementType type() {
          return ElementType.REAL;
        }

        @Override
        public double divisor() {
          return 1;
        }

        @Override
        public void copyRows(int from, int to, double[] target) {
          for (int i = 0; i < 2 * (to - from); i++) {
            target[i] = 10 * (from + i / 2) + i % 2;
          }
        }
      };

  private static double[] numbers(Features features, int from, int to) {
    double[] numbers = new double[(to - from) * features.columns()];
    features.copyRows(from, to, numbers);
    return numbers;
  }

  @Test
  void bytesAreUnsigned() {
    assertEquals(ElementType.U8, PIXELS.type());
    assertArrayEquals(new double[] {255, 254, 127, 128}, numbers(PIXELS, 1, 3));
    byte[] bytes = new byte[4];
    PIXELS.copyRows(1, 3, bytes);
    assertArrayEquals(new byte[] {-1, -2, 127, -128}, bytes);
    assertEquals(Optional.of(new ImageGeometry(1, 2, 1)), PIXELS.imageGeometry());
  }

  @Test
  void numbersAreNoBytes() {
    assertEquals(ElementType.REAL, TABLE.type());
    assertArrayEquals(new double[] {-1, 7}, numbers(TABLE, 1, 2));
    assertEquals(Optional.empty(), TABLE.imageGeometry());
    for (Features features : List.of(TABLE, COMPUTED, COMPUTED.slice(1, 3))) {
      assertThrows(IllegalStateException.class, () -> features.copyRows(0, 1, new byte[2]));
    }
  }

  @Test
  void aSliceHasItsRowsAlone() {
    for (Features features : List.of(PIXELS, TABLE, COMPUTED)) {
      Features slice = features.slice(1, 3);
      assertEquals(2, slice.rows());
      assertEquals(2, slice.columns());
      assertEquals(features.type(), slice.type());
      assertEquals(features.divisor(), slice.divisor());
      assertEquals(features.imageGeometry(), slice.imageGeometry());
      assertArrayEquals(numbers(features, 2, 3), numbers(slice, 1, 2));
      assertArrayEquals(numbers(features, 2, 3), numbers(slice.slice(1, 2), 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> numbers(slice, 1, 3));
    }
    for (Features features : List.of(PIXELS, TABLE, COMPUTED)) {
      int rows = features.rows();
      assertThrows(IndexOutOfBoundsException.class, () -> features.slice(rows - 1, rows + 1));
      assertThrows(IndexOutOfBoundsException.class, () -> features.slice(-1, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> COMPUTED.slice(2, 2));
  }
}
