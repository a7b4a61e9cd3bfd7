package oncilla.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.stream.Stream;
import oncilla.backend.Augmentation.Strength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changed images, against a program of its own in Python and NumPy. */
class AugmentationTest {
  private static final int HEIGHT = 11;
  private static final int WIDTH = 21;
  private static final int SIZE = HEIGHT * WIDTH * 3;

  /**
   * Images, whose number i has the sum of i mod 997 + 1 times its byte, and its share as a photo.
   */
  private record Expected(long epoch, int example, long light, double photo) {}

  private static final Expected[] EXPECTED = {
    new Expected(0, 0, 29949474, 123937.30999129085),
    new Expected(0, 1, 30972414, 127839.41500075227),
    new Expected(0, 2, 29095954, 103888.34497916017),
    new Expected(1, 0, 29821264, 135571.23698971744),
    new Expected(1, 1, 30884990, 124036.33329842145),
    new Expected(1, 2, 30162512, 108601.88668720753),
    new Expected((3L << 32) + 4, 0, 30667228, 111247.58129701164),
    new Expected((3L << 32) + 4, 1, 30685392, 99873.7694156904),
    new Expected((3L << 32) + 4, 2, 30889726, 124325.67764490531),
  };

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void flipsAndShiftsAreThoseOfThePlan(EveryBackend every) {
    for (Expected one : EXPECTED) {
      double sum = 0;
      double[] image = changed(every, one, Strength.LIGHT);
      for (int i = 0; i < SIZE; i++) {
        sum += Math.rint(255 * image[i]) * (i % 997 + 1);
      }
      assertEquals(one.light(), (long) sum, one.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void photosTooUpToRounding(EveryBackend every) {
    boolean exact = every.precision() == Precision.FP64;
    for (Expected one : EXPECTED) {
      double sum = 0;
      double[] image = changed(every, one, Strength.PHOTO);
      for (int i = 0; i < SIZE; i++) {
        sum += image[i] * (i % 997 + 1);
      }
      assertEquals(one.photo(), sum, exact ? 1e-8 : 1e-5 * one.photo(), one.toString());
    }
    double[] first = changed(every, EXPECTED[0], Strength.PHOTO);
    double bound = exact ? 1e-13 : (20 * (WIDTH + HEIGHT) + 60) * 0x1p-24;
    assertEquals(0.3587564109926469, first[0], bound);
    assertEquals(0.7138427644344588, first[(5 * WIDTH + 10) * 3 + 1], bound);
    assertEquals(0.09746396945852318, first[SIZE - 1], bound);
  }

  /** What an example gets does not depend on the batch that it is in, nor on where. */
  @ParameterizedTest
  @MethodSource("backends")
  void onlySeedExampleAndEpochMatter(EveryBackend every) {
    for (Strength strength : Strength.values()) {
      double[] alone = gathered(every, 1, strength, 0, 2);
      double[] beside = gathered(every, 1, strength, 1, 0, 1, 0, 2);
      double[] last = new double[SIZE];
      System.arraycopy(beside, 2 * SIZE, last, 0, SIZE);
      assertArrayEquals(alone, last, strength.toString());
    }
  }

  private static double[] changed(EveryBackend every, Expected one, Strength strength) {
    return gathered(every, one.epoch(), strength, 0, one.example());
  }

  /** Rows of three images, from {@code offset} on in an order. */
  private static double[] gathered(
      EveryBackend every, long epoch, Strength strength, int offset, int... order) {
    byte[] pixels = new byte[3 * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * i * 31 + i * 7);
    }
    try (Backend backend = every.open();
        Arena arena = backend.newArena()) {
      Tensor source = arena.allocate(ElementType.U8, Shape.of(3, SIZE));
      backend.upload(pixels, source);
      Tensor indices = arena.allocate(ElementType.I32, Shape.vector(order.length));
      backend.upload(order, indices);
      int rows = order.length - offset;
      Tensor out = arena.allocate(ElementType.REAL, Shape.of(rows, SIZE));
      Augmentation augmentation = new Augmentation(strength, 3, HEIGHT, WIDTH, 3);
      backend
          .ops()
          .gather(
              source,
              indices,
              StepState.allocate(arena, new StepState.Position(5, epoch, offset), 0.1),
              new InputTransform(255, Optional.empty(), Optional.of(augmentation)),
              out);
      double[] values = new double[rows * SIZE];
      backend.download(out, values);
      return values;
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void imagesOfAnotherSizeAreRefused(EveryBackend every) {
    try (Backend backend = every.open();
        Arena arena = backend.newArena()) {
      Tensor source = arena.allocate(ElementType.U8, Shape.of(3, 12));
      Tensor indices = arena.allocate(ElementType.I32, Shape.vector(3));
      Tensor out = arena.allocate(ElementType.REAL, Shape.of(3, 12));
      InputTransform transform =
          new InputTransform(
              255, Optional.empty(), Optional.of(new Augmentation(Strength.LIGHT, 3, 2, 3, 3)));
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  backend
                      .ops()
                      .gather(source, indices, StepState.allocate(arena, 0.1), transform, out));
      assertEquals("gather: out must be 3 x 18, not 3 x 12", refused.getMessage());
    }
  }
}
