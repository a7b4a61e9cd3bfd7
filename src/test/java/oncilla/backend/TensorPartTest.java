package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of tensors share their memory, on every backend. */
class TensorPartTest {
  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void transfersReachThePartAlone(EveryBackend place) {
    try (Backend backend = place.open();
        Arena arena = backend.newArena()) {
      // In a block behind another tensor, so that offsets add up.
      BlockLayout layout =
          BlockLayout.consecutive(
              List.of(Shape.vector(3), Shape.of(2, 4)), place.precision().bytes());
      Tensor real = arena.allocateBlock(layout).parts().get(1);
      backend.upload(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, real);
      Tensor part = real.part(3, Shape.of(2, 2));
      assertEquals(Shape.of(2, 2), part.shape());
      assertEquals(ElementType.REAL, part.type());
      assertSame(backend, part.owner());
      assertArrayEquals(new double[] {4, 5, 6, 7}, reals(backend, part));
      assertArrayEquals(new double[] {6, 7}, reals(backend, part.part(2, Shape.vector(2))));
      backend.upload(new double[] {-4, -5, -6, -7}, part);
      assertArrayEquals(new double[] {1, 2, 3, -4, -5, -6, -7, 8}, reals(backend, real));

      Tensor u8 = arena.allocate(ElementType.U8, Shape.vector(5));
      backend.upload(new byte[] {1, 2, -3, 4, 5}, u8);
      backend.upload(new byte[] {9}, u8.part(3, Shape.vector(1)));
      byte[] bytes = new byte[3];
      backend.download(u8.part(2, Shape.vector(3)), bytes);
      assertArrayEquals(new byte[] {-3, 9, 5}, bytes);

      Tensor i32 = arena.allocate(ElementType.I32, Shape.vector(3));
      backend.upload(new int[] {8, -9}, i32.part(1, Shape.vector(2)));
      int[] ints = new int[3];
      backend.download(i32, ints);
      assertArrayEquals(new int[] {0, 8, -9}, ints);

      Tensor i64 = arena.allocate(ElementType.I64, Shape.vector(3));
      backend.upload(new long[] {1L << 40}, i64.part(2, Shape.vector(1)));
      long[] longs = new long[3];
      backend.download(i64, longs);
      assertArrayEquals(new long[] {0, 0, 1L << 40}, longs);
    }
  }

  /** Rows 1 and 2 of a batch, which begin at no multiple of a vector's length. */
  @ParameterizedTest
  @MethodSource("backends")
  void partsAreOperands(EveryBackend place) {
    try (Backend backend = place.open();
        Arena arena = backend.newArena()) {
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(4, 3));
      Tensor w = arena.allocate(ElementType.REAL, Shape.of(2, 3));
      Tensor z = arena.allocate(ElementType.REAL, Shape.of(4, 2));
      backend.upload(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, x);
      backend.upload(new double[] {1, -1, 0, 2, 0, 1}, w);
      Tensor rows = x.part(3, Shape.of(2, 3));
      Tensor outputs = z.part(2, Shape.of(2, 2));
      backend.ops().matmul(MatmulForm.NT, 1, rows, w, outputs);
      assertArrayEquals(new double[] {0, 0, -1, 14, -1, 23, 0, 0}, reals(backend, z));
      backend.ops().activate(Activation.RELU, outputs, outputs);
      assertArrayEquals(new double[] {0, 0, 0, 14, 0, 23, 0, 0}, reals(backend, z));
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void partsLieWithinTheTensor(EveryBackend place) {
    try (Backend backend = place.open()) {
      Arena arena = backend.newArena();
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(2, 3));
      x.part(0, Shape.vector(6));
      x.part(5, Shape.vector(1));
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> x.part(3, Shape.of(2, 2)));
      assertEquals("a part of 2 x 2 from element 3 on leaves a tensor of 2 x 3", e.getMessage());
      assertThrows(IllegalArgumentException.class, () -> x.part(-1, Shape.vector(2)));
      assertThrows(IllegalArgumentException.class, () -> x.part(6, Shape.vector(1)));
      assertThrows(IllegalArgumentException.class, () -> x.part(Long.MAX_VALUE, Shape.vector(2)));
      assertThrows(IllegalArgumentException.class, () -> x.part(1, Shape.vector(Long.MAX_VALUE)));
      arena.close();
      assertThrows(IllegalStateException.class, () -> x.part(0, Shape.vector(1)));
    }
  }

  private static double[] reals(Backend backend, Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    backend.download(tensor, values);
    return values;
  }
}
