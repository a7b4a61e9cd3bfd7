package oncilla.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import oncilla.backend.Activation;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.random.Philox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operations of the reference that take each element by itself, against plain loops. */
class EjmlElementwiseTest {
  private static final double[] EXTREMES = {
    0, -0.0, 1, -1, 800, -800, 1e-300, 1e300, -1e300, Double.NaN, 1.0 / 0, -1.0 / 0
  };

  private final OpsBench bench = new OpsBench(Precision.FP64);
  private final Ops ops = bench.backend().ops();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void addRowVectorInPlaceToo() {
    Tensor x = bench.filled(Shape.of(3, 4));
    Tensor b = bench.filled(Shape.vector(4));
    Tensor y = bench.poisoned(Shape.of(3, 4));
    double[] xs = bench.values(x);
    double[] bs = bench.values(b);
    double[] expected = IntStream.range(0, 12).mapToDouble(i -> xs[i] + bs[i % 4]).toArray();
    ops.addRowVector(x, b, y);
    assertArrayEquals(expected, bench.values(y));
    ops.addRowVector(x, b, x);
    assertArrayEquals(expected, bench.values(x));
  }

  @Test
  void reluKeepsNan() {
    checkMap(Activation.RELU, z -> Double.isNaN(z) ? z : z > 0 ? z : 0);
  }

  @Test
  void sigmoidNeverOverflows() {
    checkMap(
        Activation.SIGMOID, z -> z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z)));
  }

  @Test
  void tanhAndIdentity() {
    checkMap(Activation.TANH, Math::tanh);
    checkMap(Activation.IDENTITY, z -> z);
  }

  @Test
  void reluBackwardIsZeroAtZero() {
    Tensor da = bench.of(Shape.vector(5), 1, 2, 3, Double.NaN, 5);
    Tensor a = bench.of(Shape.vector(5), 0, 1e-300, -1, -2, -0.0);
    ops.activateBackward(Activation.RELU, da, a, Optional.empty(), da);
    assertArrayEquals(new double[] {0, 2, 0, 0, 0}, bench.values(da));
  }

  @Test
  void sigmoidBackward() {
    Tensor da = bench.filled(Shape.of(2, 3));
    Tensor a = bench.of(Shape.of(2, 3), 0, 0.25, 0.5, 0.75, 1, 0.1);
    double[] gradient = bench.values(da);
    double[] activation = bench.values(a);
    Tensor dz = bench.poisoned(Shape.of(2, 3));
    ops.activateBackward(Activation.SIGMOID, da, a, Optional.empty(), dz);
    assertArrayEquals(
        OpsBench.fill(6, i -> gradient[i] * activation[i] * (1 - activation[i])),
        bench.values(dz),
        1e-16);
  }

  @Test
  void tanhBackward() {
    Tensor da = bench.filled(Shape.of(1, 3));
    Tensor a = bench.of(Shape.of(1, 3), -1, 0, 0.5);
    double[] gradient = bench.values(da);
    Tensor dz = bench.poisoned(Shape.of(1, 3));
    ops.activateBackward(Activation.TANH, da, a, Optional.empty(), dz);
    assertArrayEquals(new double[] {0, gradient[1], 0.75 * gradient[2]}, bench.values(dz), 1e-16);
  }

  /**
   * A unit that was kept has its activation divided, and its slope is that of the undivided one.
   */
  @Test
  void theSlopeBehindDropoutIsThatOfTheActivationBefore() {
    Tensor mask = bench.arena().allocate(ElementType.U8, Shape.of(1, 3));
    bench.backend().upload(new byte[] {1, 0, 1}, mask);
    Dropout dropout = new Dropout(3, 1, 0.5, 0, bench.state(0, 0, -1, 0), mask);
    Tensor da = bench.of(Shape.of(1, 3), 1, 1, 3);
    Tensor a = bench.of(Shape.of(1, 3), 2 * Math.tanh(0.3), 0, 0);
    ops.activateBackward(Activation.TANH, da, a, Optional.of(dropout), da);
    double value = Math.tanh(0.3);
    assertArrayEquals(new double[] {2 * (1 - value * value), 0, 6}, bench.values(da), 1e-15);
  }

  @Test
  void aMaskOfRowsBehindTheFirstIsThatPartOfTheMask() {
    StepState state = bench.state(5, 0, -1, 0);
    Tensor whole = bench.arena().allocate(ElementType.U8, Shape.of(9, 7));
    Tensor part = bench.arena().allocate(ElementType.U8, Shape.of(4, 7));
    ops.drawMask(new Dropout(3, 2, 0.5, 0, state, whole));
    ops.drawMask(new Dropout(3, 2, 0.5, 3, state, part));
    byte[] all = new byte[63];
    bench.backend().download(whole, all);
    byte[] some = new byte[28];
    bench.backend().download(part, some);
    assertArrayEquals(Arrays.copyOfRange(all, 21, 49), some);
  }

  @Test
  void dropoutMaskFollowsItsCounter() {
    long step = 0x300000005L;
    StepState state = bench.state(step, 0, -1, 0);
    Tensor mask = bench.arena().allocate(ElementType.U8, Shape.of(7, 11));
    ops.drawMask(new Dropout(0xFFFFFFFFL, 2, 0.3, 0, state, mask));
    byte[] bits = new byte[77];
    bench.backend().download(mask, bits);
    int[] words = new int[4];
    int kept = 0;
    for (int e = 0; e < 77; e++) {
      Philox.block(-1, 0, e / 4, 2, 5, 3, words);
      boolean keep = (words[e % 4] & 0xFFFFFFFFL) / 0x1p32 < 0.3;
      assertEquals(keep ? 1 : 0, bits[e], "element " + e);
      kept += bits[e];
    }
    assertTrue(kept > 5 && kept < 45);
  }

  @Test
  void dropoutDividesWhatItKeeps() {
    Tensor x = bench.of(Shape.vector(4), 1, 2, Double.NaN, 4);
    Tensor mask = bench.arena().allocate(ElementType.U8, Shape.vector(4));
    bench.backend().upload(new byte[] {1, 0, 0, 1}, mask);
    StepState state = bench.state(0, 0, -1, 0);
    ops.applyMask(new Dropout(3, 1, 0.8, 0, state, mask), x, x);
    assertArrayEquals(new double[] {1 / 0.8, 0, 0, 4 / 0.8}, bench.values(x));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(3, 1, 0, 0, state, mask));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(3, 1, 1, 0, state, mask));
  }

  private void checkMap(Activation f, DoubleUnaryOperator function) {
    Tensor x = bench.of(Shape.of(3, 4), EXTREMES);
    Tensor y = bench.poisoned(Shape.of(3, 4));
    double[] expected = OpsBench.fill(12, i -> function.applyAsDouble(EXTREMES[i]));
    ops.activate(f, x, y);
    assertArrayEquals(expected, bench.values(y), 1e-16);
    ops.activate(f, x, x);
    assertArrayEquals(expected, bench.values(x), 1e-16);
  }
}
