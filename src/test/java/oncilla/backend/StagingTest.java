package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import oncilla.backend.Backend.Staging;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows on their way through host memory into tensors. */
class StagingTest {
  private static final int ROWS = 3;
  private static final int COLUMNS = 5;
  private static final int ROUNDS = 40;

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  /** What is gathered from a slot is what was sent there last, however often it is used again. */
  @ParameterizedTest
  @MethodSource("backends")
  void whatIsReadIsWhatWasSent(EveryBackend which) {
    try (Backend backend = which.open();
        Arena arena = backend.newArena()) {
      for (ElementType type : List.of(ElementType.U8, ElementType.REAL)) {
        Shape shape = Shape.of(ROWS, COLUMNS);
        List<Tensor> slots =
            List.of(
                arena.allocate(type, shape),
                arena.allocate(type, shape),
                arena.allocate(type, shape));
        StepState state = StepState.allocate(arena, 0.1);
        Tensor order = arena.allocate(ElementType.I32, Shape.vector(ROWS));
        Tensor[] gathered = new Tensor[ROUNDS];
        Arrays.setAll(gathered, i -> arena.allocate(ElementType.REAL, shape));
        try (Staging staging = backend.stage(slots)) {
          assertEquals(3, staging.slots());
          for (int round = 0; round < ROUNDS; round++) {
            int slot = round % 3;
            staging.awaitSent(slot);
            fill(staging.host(slot), type, backend.precision(), round);
            staging.send(slot);
            staging.begin(slot);
            backend
                .ops()
                .gather(
                    slots.get(slot),
                    order,
                    state,
                    InputTransform.dividing(1).ofStaged(),
                    gathered[round]);
            staging.end(slot);
          }
          for (int round = 0; round < ROUNDS; round++) {
            double[] found = new double[ROWS * COLUMNS];
            backend.download(gathered[round], found);
            double[] expected = new double[found.length];
            for (int i = 0; i < expected.length; i++) {
              expected[i] = value(round, i);
            }
            assertArrayEquals(expected, found, type + " " + round);
          }
        }
      }
    }
  }

  private static int value(int round, int index) {
    return (round * 7 + index * 11) & 0xFF;
  }

  private static void fill(ByteBuffer host, ElementType type, Precision precision, int round) {
    host.clear();
    assertEquals(ROWS * COLUMNS * type.bytes(precision), host.remaining());
    for (int i = 0; i < ROWS * COLUMNS; i++) {
      if (type == ElementType.U8) {
        host.put((byte) value(round, i));
      } else if (precision == Precision.FP64) {
        host.putDouble(value(round, i));
      } else {
        host.putFloat(value(round, i));
      }
    }
  }
}
