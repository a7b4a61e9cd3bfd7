package oncilla.train.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;
import oncilla.backend.ejml.EjmlBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountingArenaTest {
  /** Rounds to fp32, but keeps every real number in a double. */
  private final Backend backend = EjmlBackend.reference(Precision.FP32);

  private final CountingArena arena = new CountingArena(backend);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void addsUpInBytesOfTheBackend() {
    assertEquals(0, arena.mostBytes());
    arena.allocate(ElementType.REAL, Shape.of(3, 5));
    arena.allocate(ElementType.U8, Shape.of(3, 5));
    arena.allocate(ElementType.I32, Shape.vector(7));
    arena.allocate(ElementType.I64, Shape.vector(2));
    assertEquals(8 * 15 + 15 + 4 * 7 + 8 * 2, arena.mostBytes());
    assertEquals(8 * 15, arena.largestAllocationBytes());
  }

  @Test
  void aBlockCountsOnceWithItsPadding() {
    List<Shape> shapes = List.of(Shape.vector(3), Shape.vector(5));
    TensorBlock block = arena.allocateBlock(BlockLayout.consecutive(shapes, Float.BYTES));
    assertEquals(2 * 128 * 8, arena.mostBytes());
    assertEquals(2 * 128 * 8, arena.largestAllocationBytes());
    assertEquals(Shape.vector(256), block.all().shape());
    assertEquals(shapes, block.parts().stream().map(Tensor::shape).toList());
  }

  @Test
  void whatWasHeldInsideIsInTheMostAndThenGivenBack() {
    arena.allocate(ElementType.U8, Shape.vector(10));
    try (CountingArena inside = arena.inside()) {
      inside.allocate(ElementType.U8, Shape.vector(100));
    }
    arena.allocate(ElementType.U8, Shape.vector(50));
    assertEquals(110, arena.mostBytes());
    arena.allocate(ElementType.U8, Shape.vector(70));
    assertEquals(130, arena.mostBytes());
    assertEquals(100, arena.largestAllocationBytes());
  }

  @Test
  void itsTensorsAreOfNoUse() {
    Tensor counted = arena.allocate(ElementType.REAL, Shape.of(2, 2));
    assertRefused(() -> backend.upload(new double[4], counted));
    assertRefused(() -> backend.download(counted, new double[4]));
    try (Arena real = backend.newArena()) {
      Tensor tensor = real.allocate(ElementType.REAL, Shape.of(2, 2));
      assertRefused(() -> backend.ops().activate(Activation.RELU, tensor, counted));
    }
  }

  private static void assertRefused(Runnable use) {
    IllegalStateException refused = assertThrows(IllegalStateException.class, use::run);
    assertTrue(refused.getMessage().contains("only counted"), refused.getMessage());
  }

  /** By use, at the time when most was held. */
  @Test
  void tellsWhatTheMostWasFor() {
    arena.of(MemoryUse.PARAMETERS).allocate(ElementType.U8, Shape.vector(10));
    arena.of(MemoryUse.ACTIVATIONS).allocate(ElementType.U8, Shape.vector(20));
    arena.of(MemoryUse.PARAMETERS).allocate(ElementType.U8, Shape.vector(3));
    try (CountingArena inside = arena.of(MemoryUse.DATA).inside()) {
      inside.allocate(ElementType.U8, Shape.vector(100));
    }
    arena.of(MemoryUse.GRADIENTS).allocate(ElementType.U8, Shape.vector(50));
    assertEquals(
        Map.of(MemoryUse.PARAMETERS, 13L, MemoryUse.ACTIVATIONS, 20L, MemoryUse.DATA, 100L),
        arena.uses());
    arena.of(MemoryUse.GRADIENTS).allocate(ElementType.U8, Shape.vector(51));
    assertEquals(
        Map.of(MemoryUse.PARAMETERS, 13L, MemoryUse.ACTIVATIONS, 20L, MemoryUse.GRADIENTS, 101L),
        arena.uses());
    assertEquals(134, arena.mostBytes());
  }

  @Test
  void aClosedArenaCountsNoMore() {
    arena.close();
    arena.close();
    assertThrows(
        IllegalStateException.class, () -> arena.allocate(ElementType.U8, Shape.vector(1)));
  }

  @Test
  void moreThanAnyMemoryIsAnError() {
    assertThrows(
        ArithmeticException.class,
        () -> arena.allocate(ElementType.REAL, Shape.vector(Long.MAX_VALUE / 4)));
  }
}
