package oncilla.train.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Backend.Staging;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Features;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten rows of one byte, which is their number, in batches of four. */
class BatchFeederTest {
  private static final int ROWS = 10;
  private static final int BATCH = 4;
  private static final int SLOTS = 3;

  private final Backend backend = EjmlBackend.reference(Precision.FP64);
  private final AtomicInteger inside = new AtomicInteger();
  private Staging staging;

  private final Features numbers =
      new Features() {
        @Override
        public int rows() {
          return ROWS;
        }

        @Override
        public int columns() {
          return 1;
        }

        @Override
        public ElementType type() {
          return ElementType.U8;
        }

        @Override
        public double divisor() {
          return 255;
        }

        @Override
        public void copyRows(int from, int to, double[] target) {
          throw new AssertionError("bytes are asked for as bytes");
        }

        @Override
        public void copyRows(int from, int to, byte[] target) {
          inside.incrementAndGet();
          for (int i = from; i < to; i++) {
            target[i - from] = (byte) i;
          }
          inside.decrementAndGet();
        }
      };

  @BeforeEach
  void allocate() {
    Arena arena = backend.newArena();
    List<Tensor> slots = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      slots.add(arena.allocate(ElementType.U8, Shape.of(BATCH, 1)));
    }
    staging = backend.stage(slots);
  }

  @AfterEach
  void close() {
    staging.close();
    backend.close();
  }

  /** The order of epoch e begins with row e and goes on from there. */
  private static int[] order(long epoch) {
    int[] rows = new int[ROWS + 2];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (int) ((i + epoch) % ROWS);
    }
    return rows;
  }

  private BatchFeeder feeder(StepState.Position position, int threads) {
    return new BatchFeeder(
        staging,
        new RowWriter(numbers, Precision.FP64),
        BatchFeederTest::order,
        ROWS,
        BATCH,
        position,
        threads);
  }

  @Test
  void batchesComeInTheirOrder() {
    for (int threads = 1; threads <= 4; threads++) {
      StepState.Position position = new StepState.Position(5, 7, 4);
      try (BatchFeeder feeder = feeder(position, threads)) {
        long epoch = 7;
        int offset = 4;
        for (int batch = 0; batch < 50; batch++) {
          feeder.await(batch);
          assertTrue(feeder.isReady(batch));
          ByteBuffer host = staging.host(batch % SLOTS);
          int end = Math.min(ROWS, offset + BATCH);
          for (int i = offset; i < end; i++) {
            assertEquals(order(epoch)[i], host.get(i - offset), threads + ", batch " + batch);
          }
          feeder.free();
          epoch += end == ROWS ? 1 : 0;
          offset = end % ROWS;
        }
      }
    }
  }

  @Test
  void whoIsAloneMeetsNobodyThatWrites() {
    try (BatchFeeder feeder = feeder(StepState.Position.START, 3)) {
      for (int batch = 0; batch < 2000; batch++) {
        feeder.await(batch);
        feeder.free();
        feeder.alone(() -> assertEquals(0, inside.get()));
      }
    }
  }

  /** Whether its threads wait for a slot, or have just begun. */
  @Test
  void endsWheneverItIsClosed() {
    for (int i = 0; i < 20; i++) {
      BatchFeeder feeder = feeder(StepState.Position.START, 2);
      if (i % 2 == 0) {
        feeder.await(SLOTS - 1);
      }
      feeder.close();
      assertEquals(
          0,
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("oncilla-batches"))
              .count());
    }
  }
}
