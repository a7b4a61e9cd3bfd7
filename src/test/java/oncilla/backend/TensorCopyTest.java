package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of tensors between backends. */
class TensorCopyTest {
  static Stream<EveryBackend> openCl() {
    return EveryBackend.openCl();
  }

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  /** Reference in fp64, CPU in fp32, OpenCL, reference: more than one array holds. */
  @ParameterizedTest
  @MethodSource("openCl")
  void numbersGoRoundAndAreRoundedOnce(EveryBackend device) {
    Shape shape = Shape.of(3, 700_001);
    assertTrue(shape.size() * Double.BYTES > 16 << 20);
    double[] values = new NumpyRandom(7).normals((int) shape.size());
    double[] expected = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      expected[i] = (float) values[i];
    }
    try (Backend ejml = EveryBackend.ejml(Precision.FP64).open();
        Backend cpu = EveryBackend.cpu(Precision.FP32).open();
        Backend openCl = device.open()) {
      Tensor start = real(ejml, shape);
      Tensor onCpu = real(cpu, shape);
      Tensor onDevice = real(openCl, shape);
      Tensor back = real(ejml, shape);
      ejml.upload(values, start);
      cpu.copy(start, onCpu);
      openCl.copy(onCpu, onDevice);
      ejml.copy(onDevice, back);
      assertArrayEquals(expected, reals(ejml, back));
      assertArrayEquals(values, reals(ejml, start));
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void numbersAreRoundedToTheTargetsPrecision(EveryBackend place) {
    try (Backend ejml = EveryBackend.ejml(Precision.FP64).open();
        Backend backend = place.open()) {
      Shape shape = Shape.vector(2);
      Tensor source = real(ejml, shape);
      ejml.upload(new double[] {0.1, -1.0 / 3}, source);
      Tensor target = real(backend, shape);
      backend.copy(source, target);
      Precision precision = place.precision();
      assertArrayEquals(
          new double[] {precision.round(0.1), precision.round(-1.0 / 3)}, reals(backend, target));
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everyOtherTypeIsCopiedAsItIs(EveryBackend place) {
    try (Backend ejml = EveryBackend.ejml(Precision.FP64).open();
        Backend backend = place.open();
        Arena there = ejml.newArena();
        Arena here = backend.newArena()) {
      byte[] bytes = new byte[(16 << 20) + 3];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i * 31 >>> 3);
      }
      Shape many = Shape.vector(bytes.length);
      Tensor u8 = there.allocate(ElementType.U8, many);
      ejml.upload(bytes, u8);
      Tensor u8Copy = here.allocate(ElementType.U8, many);
      backend.copy(u8, u8Copy);
      byte[] bytesBack = new byte[bytes.length];
      backend.download(u8Copy, bytesBack);
      assertArrayEquals(bytes, bytesBack);

      Shape two = Shape.vector(2);
      int[] ints = {Integer.MIN_VALUE, 7};
      Tensor i32 = there.allocate(ElementType.I32, two);
      ejml.upload(ints, i32);
      Tensor i32Copy = here.allocate(ElementType.I32, two);
      backend.copy(i32, i32Copy);
      int[] intsBack = new int[2];
      backend.download(i32Copy, intsBack);
      assertArrayEquals(ints, intsBack);

      long[] longs = {Long.MAX_VALUE, -1};
      Tensor i64 = there.allocate(ElementType.I64, two);
      ejml.upload(longs, i64);
      Tensor i64Copy = here.allocate(ElementType.I64, two);
      backend.copy(i64, i64Copy);
      long[] longsBack = new long[2];
      backend.download(i64Copy, longsBack);
      assertArrayEquals(longs, longsBack);
    }
  }

  /** Nothing but the copy waits for the sums. */
  @ParameterizedTest
  @MethodSource("backends")
  void theSourcesWorkIsDoneBefore(EveryBackend place) {
    try (Backend ejml = EveryBackend.ejml(Precision.FP64).open();
        Backend backend = place.open()) {
      Shape shape = Shape.of(300, 400);
      double[] ones = new double[300 * 400];
      Arrays.fill(ones, 1);
      Tensor x = real(backend, shape);
      Tensor sum = real(backend, shape);
      backend.upload(ones, x);
      for (int i = 0; i < 50; i++) {
        backend.ops().addScaled(1, x, sum);
      }
      Tensor copy = real(ejml, shape);
      ejml.copy(sum, copy);
      Arrays.fill(ones, 50);
      assertArrayEquals(ones, reals(ejml, copy));
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aBackendCopiesItsOwnTensorsToo(EveryBackend place) {
    try (Backend backend = place.open()) {
      Tensor x = real(backend, Shape.vector(2));
      Tensor y = real(backend, Shape.vector(2));
      backend.upload(new double[] {2.5, -4}, x);
      backend.copy(x, y);
      assertArrayEquals(new double[] {2.5, -4}, reals(backend, y));
    }
  }

  @Test
  void otherShapesTypesAndTargetsAreRefused() {
    try (Backend ejml = EveryBackend.ejml(Precision.FP64).open();
        Backend cpu = EveryBackend.cpu(Precision.FP32).open();
        Arena arena = cpu.newArena()) {
      Tensor source = real(ejml, Shape.of(2, 3));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> cpu.copy(source, arena.allocate(ElementType.REAL, Shape.of(3, 2))));
      assertEquals("copy: the source is 2 x 3 REAL, the target 3 x 2 REAL", e.getMessage());
      assertThrows(
          IllegalArgumentException.class,
          () -> cpu.copy(source, arena.allocate(ElementType.I32, Shape.of(2, 3))));
      assertThrows(
          IllegalArgumentException.class, () -> cpu.copy(source, real(ejml, Shape.of(2, 3))));
    }
  }

  private static Tensor real(Backend backend, Shape shape) {
    return backend.newArena().allocate(ElementType.REAL, shape);
  }

  private static double[] reals(Backend backend, Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    backend.download(tensor, values);
    return values;
  }
}
