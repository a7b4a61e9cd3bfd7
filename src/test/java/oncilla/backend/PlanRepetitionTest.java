package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan that runs many times in one call, on every backend. */
class PlanRepetitionTest {
  private static final Shape SHAPE = Shape.vector(5);
  private static final double[] START = {1, -2, 3.25, 0.1, -7};

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  /** Runs y = y + x, x = max(y, 0): each run changes what the next one reads. */
  @ParameterizedTest
  @MethodSource("backends")
  void threeTimesAreThreeRuns(EveryBackend place) {
    try (Backend backend = place.open();
        Arena arena = backend.newArena()) {
      Pair once = new Pair(backend, arena);
      Pair many = new Pair(backend, arena);
      try (Plan single = once.plan();
          Plan repeated = many.plan()) {
        repeated.run(0);
        assertArrayEquals(once.values(), many.values());
        for (int run = 0; run < 3; run++) {
          single.run();
        }
        repeated.run(3);
        assertArrayEquals(once.values(), many.values());
        single.run();
        repeated.run(1);
        assertArrayEquals(once.values(), many.values());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void neitherLessThanNoneNorAfterTheEnd(EveryBackend place) {
    try (Backend backend = place.open();
        Arena arena = backend.newArena()) {
      Plan plan = new Pair(backend, arena).plan();
      assertThrows(IllegalArgumentException.class, () -> plan.run(-1));
      plan.close();
      assertThrows(IllegalStateException.class, () -> plan.run(2));
    }
  }

  private static final class Pair {
    private final Backend backend;
    private final Tensor x;
    private final Tensor y;

    Pair(Backend backend, Arena arena) {
      this.backend = backend;
      x = arena.allocate(ElementType.REAL, SHAPE);
      y = arena.allocate(ElementType.REAL, SHAPE);
      backend.upload(START, x);
      backend.upload(START, y);
    }

    Plan plan() {
      return backend.record(
          ops -> {
            ops.addScaled(1, x, y);
            ops.activate(Activation.RELU, y, x);
          });
    }

    double[] values() {
      double[] values = new double[START.length];
      backend.download(y, values);
      return values;
    }
  }
}
