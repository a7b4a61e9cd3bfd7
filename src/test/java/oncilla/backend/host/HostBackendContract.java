package oncilla.backend.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Memory, transfers, plans and lifetimes, which are the same for every backend that computes in the
 * caller's thread. A test of such a backend extends this and says how to open it.
 */
public abstract class HostBackendContract {
  /** In fp64, opened for each test. */
  protected Backend backend;

  /** Opens the backend under test. */
  protected abstract Backend open(Precision precision);

  @BeforeEach
  void openBackend() {
    backend = open(Precision.FP64);
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  @Test
  void newMemoryIsZeroAndEveryTypeComesBack() {
    Arena arena = backend.newArena();
    double[] real = {1, 1};
    backend.download(arena.allocate(ElementType.REAL, Shape.vector(2)), real);
    assertArrayEquals(new double[2], real);
    Tensor bytes = arena.allocate(ElementType.U8, Shape.vector(3));
    backend.upload(new byte[] {1, -1, 3}, bytes);
    byte[] byteValues = new byte[3];
    backend.download(bytes, byteValues);
    assertArrayEquals(new byte[] {1, -1, 3}, byteValues);
    Tensor ints = arena.allocate(ElementType.I32, Shape.vector(2));
    backend.upload(new int[] {7, -8}, ints);
    int[] intValues = new int[2];
    backend.download(ints, intValues);
    assertArrayEquals(new int[] {7, -8}, intValues);
    Tensor longs = arena.allocate(ElementType.I64, Shape.vector(1));
    backend.upload(new long[] {1L << 40}, longs);
    long[] longValues = new long[1];
    backend.download(longs, longValues);
    assertArrayEquals(new long[] {1L << 40}, longValues);
  }

  @Test
  void uploadRoundsToThePrecision() {
    try (Backend single = open(Precision.FP32)) {
      Tensor x = single.newArena().allocate(ElementType.REAL, Shape.vector(1));
      single.upload(new double[] {0.1}, x);
      double[] value = new double[1];
      single.download(x, value);
      assertEquals(0.1f, value[0]);
    }
  }

  @Test
  void spansOfABlockShareItsMemory() {
    BlockLayout layout =
        BlockLayout.consecutive(
            List.of(Shape.of(2, 3), Shape.vector(5), Shape.vector(1)), Double.BYTES);
    TensorBlock block = backend.newArena().allocateBlock(layout);
    assertEquals(layout, block.layout());
    backend.upload(new double[] {1, 2, 3, 4, 5, 6}, block.parts().get(0));
    backend.upload(new double[] {7, 8, 9, 10, 11}, block.parts().get(1));
    double[] span = new double[64 + 5];
    backend.download(block.span(0, 1), span);
    assertEquals(6, span[5]);
    assertEquals(0, span[6]);
    assertEquals(7, span[64]);
    double[] all = new double[3 * 64];
    backend.upload(all, block.all());
    double[] part = new double[6];
    backend.download(block.parts().get(0), part);
    assertArrayEquals(new double[6], part);
  }

  @Test
  void aPlanIsToldOfConstantsOfItsOwnBackendOnly() {
    Arena arena = backend.newArena();
    Tensor x = arena.allocate(ElementType.REAL, Shape.vector(2));
    Tensor y = arena.allocate(ElementType.REAL, Shape.vector(2));
    backend.upload(new double[] {-3, 4}, x);
    try (Plan plan = backend.record(ops -> ops.activate(Activation.RELU, x, y), Set.of(x))) {
      plan.run();
    }
    double[] values = new double[2];
    backend.download(y, values);
    assertArrayEquals(new double[] {0, 4}, values);
    try (Backend other = open(Precision.FP64)) {
      Tensor foreign = other.newArena().allocate(ElementType.REAL, Shape.vector(2));
      assertThrows(
          IllegalArgumentException.class, () -> backend.record(ops -> {}, Set.of(foreign)));
    }
  }

  @Test
  void recordedRunsLaterAndAgain() {
    Arena arena = backend.newArena();
    Tensor x = arena.allocate(ElementType.REAL, Shape.vector(2));
    Tensor y = arena.allocate(ElementType.REAL, Shape.vector(2));
    backend.upload(new double[] {1, 2}, x);
    Plan plan =
        backend.record(
            ops -> {
              ops.addScaled(1, x, y);
              ops.addScaled(1, x, y);
            });
    assertEquals(2, plan.size());
    double[] values = new double[2];
    backend.download(y, values);
    assertArrayEquals(new double[2], values);
    plan.run();
    plan.run();
    backend.download(y, values);
    assertArrayEquals(new double[] {4, 8}, values);
    plan.close();
    assertThrows(IllegalStateException.class, plan::run);
  }

  @Test
  void recordingTakesNeitherTransfersNorAnotherRecording() {
    Tensor x = backend.newArena().allocate(ElementType.REAL, Shape.vector(1));
    assertThrows(
        IllegalStateException.class,
        () -> backend.record(ops -> backend.download(x, new double[1])));
    assertThrows(
        IllegalStateException.class, () -> backend.record(ops -> backend.record(inner -> {})));
    backend.ops().addScaled(1, x, x);
    double[] value = new double[1];
    backend.download(x, value);
    assertEquals(0, value[0]);
  }

  @Test
  void tensorsOfAClosedArenaAreRefused() {
    Arena arena = backend.newArena();
    Tensor x = arena.allocate(ElementType.REAL, Shape.vector(1));
    Plan plan = backend.record(ops -> ops.activate(Activation.RELU, x, x));
    arena.close();
    arena.close();
    assertThrows(IllegalStateException.class, () -> backend.download(x, new double[1]));
    assertThrows(IllegalStateException.class, () -> backend.ops().activate(Activation.RELU, x, x));
    assertThrows(IllegalStateException.class, plan::run);
    assertThrows(
        IllegalStateException.class, () -> arena.allocate(ElementType.U8, Shape.vector(1)));
  }

  @Test
  void closingTheBackendClosesItsArenas() {
    Tensor x = backend.newArena().allocate(ElementType.REAL, Shape.vector(1));
    backend.close();
    assertThrows(IllegalStateException.class, () -> backend.ops().activate(Activation.RELU, x, x));
    assertThrows(IllegalStateException.class, backend::newArena);
    assertThrows(IllegalStateException.class, backend::synchronize);
  }

  @Test
  void transfersCheckOwnerTypeAndLength() {
    Tensor x = backend.newArena().allocate(ElementType.REAL, Shape.vector(2));
    assertThrows(IllegalArgumentException.class, () -> backend.upload(new double[3], x));
    assertThrows(IllegalArgumentException.class, () -> backend.upload(new byte[2], x));
    try (Backend other = open(Precision.FP64)) {
      assertThrows(IllegalArgumentException.class, () -> other.download(x, new double[2]));
      assertThrows(
          IllegalArgumentException.class, () -> other.ops().activate(Activation.RELU, x, x));
    }
  }

  @Test
  void markersAreAlwaysPassed() {
    try (Backend.Marker marker = backend.mark()) {
      marker.await();
    }
  }
}
