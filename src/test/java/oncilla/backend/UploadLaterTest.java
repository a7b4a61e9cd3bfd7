package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies that nobody waits for lie between the operations before and those behind them. */
class UploadLaterTest {
  private static final int TIMES = 300;
  private static final int ROWS = 5;

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  /** The array changes as soon as the call returns, and each gather has the numbers of its own. */
  @ParameterizedTest
  @MethodSource("backends")
  void eachCopyHasWhatTheArrayHeld(EveryBackend every) {
    try (Backend backend = every.open();
        Arena arena = backend.newArena()) {
      double[] numbers = new double[TIMES + ROWS];
      Arrays.setAll(numbers, i -> i);
      Tensor source = arena.allocate(ElementType.REAL, Shape.of(numbers.length, 1));
      backend.upload(numbers, source);
      Tensor order = arena.allocate(ElementType.I32, Shape.vector(ROWS));
      Tensor out = arena.allocate(ElementType.REAL, Shape.of((long) TIMES * ROWS, 1));
      StepState state = StepState.allocate(arena, 0.1);
      int[] rows = new int[ROWS];
      double[] expected = new double[TIMES * ROWS];
      for (int i = 0; i < TIMES; i++) {
        for (int j = 0; j < ROWS; j++) {
          rows[j] = i + ROWS - 1 - j;
          expected[i * ROWS + j] = rows[j];
        }
        backend.uploadLater(rows, order);
        Arrays.fill(rows, 0);
        backend
            .ops()
            .gather(
                source,
                order,
                state,
                InputTransform.dividing(1),
                out.part((long) i * ROWS, Shape.of(ROWS, 1)));
      }
      double[] found = new double[expected.length];
      backend.download(out, found);
      assertArrayEquals(expected, found);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void whatDoesNotFitIsRefused(EveryBackend every) {
    try (Backend backend = every.open();
        Arena arena = backend.newArena()) {
      Tensor order = arena.allocate(ElementType.I32, Shape.vector(ROWS));
      Tensor real = arena.allocate(ElementType.REAL, Shape.vector(ROWS));
      assertThrows(
          IllegalArgumentException.class, () -> backend.uploadLater(new int[ROWS + 1], order));
      assertThrows(IllegalArgumentException.class, () -> backend.uploadLater(new int[ROWS], real));
    }
  }
}
