package oncilla.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import oncilla.backend.DropoutMask;
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
    checkMap(ops::relu, z -> Double.isNaN(z) ? z : z > 0 ? z : 0);
  }

  @Test
  void sigmoidNeverOverflows() {
    checkMap(ops::sigmoid, z -> z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z)));
  }

  @Test
  void reluBackwardIsZeroAtZero() {
    Tensor da = bench.of(Shape.vector(5), 1, 2, 3, Double.NaN, 5);
    Tensor a = bench.of(Shape.vector(5), 0, 1e-300, -1, -2, -0.0);
    ops.reluBackward(da, a, da);
    assertArrayEquals(new double[] {0, 2, 0, 0, 0}, bench.values(da));
  }

  @Test
  void sigmoidBackward() {
    Tensor da = bench.filled(Shape.of(2, 3));
    Tensor a = bench.of(Shape.of(2, 3), 0, 0.25, 0.5, 0.75, 1, 0.1);
    double[] gradient = bench.values(da);
    double[] activation = bench.values(a);
    Tensor dz = bench.poisoned(Shape.of(2, 3));
    ops.sigmoidBackward(da, a, dz);
    assertArrayEquals(
        OpsBench.fill(6, i -> gradient[i] * activation[i] * (1 - activation[i])),
        bench.values(dz),
        1e-16);
  }

  @Test
  void dropoutMaskFollowsItsCounter() {
    long step = 0x300000005L;
    DropoutMask spec = DropoutMask.of(0xFFFFFFFFL, 2, 0.3);
    StepState state = bench.state(step, 0, -1, 0);
    Tensor mask = bench.arena().allocate(ElementType.U8, Shape.of(7, 11));
    ops.dropoutMask(spec, state, mask);
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
    ops.dropout(x, mask, 0.8, x);
    assertArrayEquals(new double[] {1 / 0.8, 0, 0, 4 / 0.8}, bench.values(x));
    assertThrows(IllegalArgumentException.class, () -> ops.dropout(x, mask, 0, x));
  }

  private interface MapOp {
    void apply(Tensor x, Tensor y);
  }

  private void checkMap(MapOp op, DoubleUnaryOperator function) {
    Tensor x = bench.of(Shape.of(3, 4), EXTREMES);
    Tensor y = bench.poisoned(Shape.of(3, 4));
    double[] expected = OpsBench.fill(12, i -> function.applyAsDouble(EXTREMES[i]));
    op.apply(x, y);
    assertArrayEquals(expected, bench.values(y), 1e-16);
    op.apply(x, x);
    assertArrayEquals(expected, bench.values(x), 1e-16);
  }
}
