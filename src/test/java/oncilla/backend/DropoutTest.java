package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import oncilla.backend.ejml.EjmlBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private final Backend backend = EjmlBackend.reference(Precision.FP64);
  private final Arena arena = backend.newArena();
  private final StepState state = StepState.allocate(arena, 0.1);

  @AfterEach
  void close() {
    backend.close();
  }

  private Dropout dropout(double keepProbability, long firstRow, Shape shape) {
    return new Dropout(
        1, 1, keepProbability, firstRow, state, arena.allocate(ElementType.U8, shape));
  }

  private String refusal(double keepProbability, long firstRow, Shape shape) {
    return assertThrows(
            IllegalArgumentException.class, () -> dropout(keepProbability, firstRow, shape))
        .getMessage();
  }

  @Test
  void thresholdsFitAWord() {
    Shape shape = Shape.of(1, 4);
    assertEquals(1L << 31, dropout(0.5, 0, shape).threshold());
    assertEquals(1, dropout(Double.MIN_VALUE, 0, shape).threshold());
    double largest = Dropout.LARGEST_KEEP_PROBABILITY;
    assertEquals(0xFFFFFFFFL, dropout(largest, 0, shape).threshold());
    for (double wrong : new double[] {Math.nextUp(largest), 1, 0, -0.1, 2, Double.NaN}) {
      String refusal = refusal(wrong, 0, shape);
      assertEquals(
          "a keep probability of dropout lies above 0 and is at most 1 - 2^-32 ="
              + " 0.9999999997671694, not "
              + wrong,
          refusal);
    }
  }

  @Test
  void noMaskRepeatsWithinABatch() {
    long elements = 1L << 50;
    Shape shape = Shape.of(4, 8);
    assertEquals(elements - 32, dropout(0.5, elements / 8 - 4, shape).firstElement());
    for (long tooFar : new long[] {elements / 8 - 3, elements, Long.MAX_VALUE}) {
      String refusal = refusal(0.5, tooFar, shape);
      assertTrue(refusal.contains("4 x 8 from row " + tooFar + " on exceeds"), refusal);
    }
    assertEquals("a first row is at least 0, not -1", refusal(0.5, -1, shape));
  }
}
