package oncilla.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import oncilla.backend.Arena;
import oncilla.backend.BlockLayout;
import oncilla.backend.DropoutMask;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.random.NumpyRandom;
import oncilla.random.Philox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation against plain loops. */
class EjmlOpsTest {
  private static final double[] EXTREMES = {
    0, -0.0, 1, -1, 800, -800, 1e-300, 1e300, -1e300, Double.NaN, 1.0 / 0, -1.0 / 0
  };

  private final NumpyRandom random = new NumpyRandom(11);
  private EjmlBackend backend = EjmlBackend.reference(Precision.FP64);
  private Arena arena = backend.newArena();
  private Ops ops = backend.ops();

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @EnumSource
  void matmul(MatmulForm form) {
    for (int[] extents : new int[][] {{1, 1, 1}, {3, 4, 5}, {1, 7, 2}, {6, 1, 9}, {5, 3, 1}}) {
      MatmulDims dims = new MatmulDims(extents[0], extents[1], extents[2]);
      Tensor a = filled(dims.a(form));
      Tensor b = filled(dims.b(form));
      Tensor c = poisoned(dims.c());
      ops.matmul(form, 0.5, a, b, c);
      assertArrayEquals(product(form, dims, 0.5, values(a), values(b)), values(c), 1e-14);
    }
  }

  @Test
  void matmulOnPartsOfABlockLeavesTheOthersAlone() {
    List<Shape> shapes = List.of(Shape.of(3, 4), Shape.of(5, 4), Shape.of(3, 5), Shape.of(1, 6));
    List<Tensor> parts = arena.allocateBlock(BlockLayout.consecutive(shapes, Double.BYTES)).parts();
    double[] last = random.normals(6);
    backend.upload(random.normals(12), parts.get(0));
    backend.upload(random.normals(20), parts.get(1));
    backend.upload(last, parts.get(3));
    ops.matmul(MatmulForm.NT, 1, parts.get(0), parts.get(1), parts.get(2));
    double[] expected =
        product(
            MatmulForm.NT, new MatmulDims(3, 5, 4), 1, values(parts.get(0)), values(parts.get(1)));
    assertArrayEquals(expected, values(parts.get(2)), 1e-14);
    assertArrayEquals(last, values(parts.get(3)));
  }

  @Test
  void matmulRefusesWrongShapesAndAliases() {
    Tensor a = filled(Shape.of(2, 3));
    Tensor square = filled(Shape.of(2, 2));
    assertThrows(IllegalArgumentException.class, () -> ops.matmul(MatmulForm.NN, 1, a, a, square));
    assertThrows(
        IllegalArgumentException.class, () -> ops.matmul(MatmulForm.NN, 1, square, square, square));
  }

  @Test
  void addRowVectorInPlaceToo() {
    Tensor x = filled(Shape.of(3, 4));
    Tensor b = filled(Shape.vector(4));
    Tensor y = poisoned(Shape.of(3, 4));
    double[] xs = values(x);
    double[] bs = values(b);
    double[] expected = IntStream.range(0, 12).mapToDouble(i -> xs[i] + bs[i % 4]).toArray();
    ops.addRowVector(x, b, y);
    assertArrayEquals(expected, values(y));
    ops.addRowVector(x, b, x);
    assertArrayEquals(expected, values(x));
  }

  @Test
  void columnSum() {
    Tensor x = filled(Shape.of(5, 3));
    Tensor sum = poisoned(Shape.vector(3));
    double[] xs = values(x);
    ops.columnSum(0.2, x, sum);
    double[] expected =
        IntStream.range(0, 3)
            .mapToDouble(j -> 0.2 * IntStream.range(0, 5).mapToDouble(i -> xs[3 * i + j]).sum())
            .toArray();
    assertArrayEquals(expected, values(sum), 1e-15);
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
    Tensor da = of(Shape.vector(5), 1, 2, 3, Double.NaN, 5);
    Tensor a = of(Shape.vector(5), 0, 1e-300, -1, -2, -0.0);
    ops.reluBackward(da, a, da);
    assertArrayEquals(new double[] {0, 2, 0, 0, 0}, values(da));
  }

  @Test
  void sigmoidBackward() {
    Tensor da = filled(Shape.of(2, 3));
    Tensor a = of(Shape.of(2, 3), 0, 0.25, 0.5, 0.75, 1, 0.1);
    double[] gradient = values(da);
    double[] activation = values(a);
    Tensor dz = poisoned(Shape.of(2, 3));
    ops.sigmoidBackward(da, a, dz);
    assertArrayEquals(
        fill(6, i -> gradient[i] * activation[i] * (1 - activation[i])), values(dz), 1e-16);
  }

  @Test
  void dropoutMaskFollowsItsCounter() {
    long step = 0x300000005L;
    DropoutMask spec = DropoutMask.of(0xFFFFFFFFL, 2, 0.3);
    StepState state = state(step, 0, -1, 0);
    Tensor mask = arena.allocate(ElementType.U8, Shape.of(7, 11));
    ops.dropoutMask(spec, state, mask);
    byte[] bits = new byte[77];
    backend.download(mask, bits);
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
    Tensor x = of(Shape.vector(4), 1, 2, Double.NaN, 4);
    Tensor mask = arena.allocate(ElementType.U8, Shape.vector(4));
    backend.upload(new byte[] {1, 0, 0, 1}, mask);
    ops.dropout(x, mask, 0.8, x);
    assertArrayEquals(new double[] {1 / 0.8, 0, 0, 4 / 0.8}, values(x));
    assertThrows(IllegalArgumentException.class, () -> ops.dropout(x, mask, 0, x));
  }

  @Test
  void l2PenaltyAndItsGradient() {
    Tensor weights = of(Shape.of(2, 2), 1, -2, 3, -4);
    Tensor penalty = poisoned(Shape.of(1, 1));
    ops.l2Penalty(0.25, weights, penalty);
    assertArrayEquals(new double[] {7.5}, values(penalty));
    Tensor gradient = of(Shape.of(2, 2), 10, 10, 10, 10);
    ops.addScaled(0.5, weights, gradient);
    assertArrayEquals(new double[] {10.5, 9, 11.5, 8}, values(gradient));
  }

  @Test
  void crossEntropyFromExtremeLogits() {
    Tensor logits = of(Shape.of(4, 1), 0, 1000, -1000, 3);
    Tensor labels = of(Shape.of(4, 1), 1, 0, 1, 1);
    Tensor penalty = of(Shape.of(1, 1), 0.5);
    Tensor cost = poisoned(Shape.of(1, 2));
    Tensor gradient = poisoned(Shape.of(4, 1));
    StepState state = state(0, 0, -1, 0);
    ops.crossEntropy(logits, labels, penalty, state, cost, gradient);
    double data = (Math.log(2) + 1000 + 1000 + Math.log1p(Math.exp(-3))) / 4;
    assertArrayEquals(new double[] {data + 0.5, data}, values(cost), 1e-12);
    assertArrayEquals(
        new double[] {-0.5, 1, -1, 1 / (1 + Math.exp(-3)) - 1}, values(gradient), 1e-15);
    assertEquals(-1, counters(state)[StepState.FIRST_BAD_STEP]);
  }

  @Test
  void firstBadStepStaysAndStopsTheStep() {
    Tensor labels = of(Shape.of(1, 1), 1);
    Tensor penalty = of(Shape.of(1, 1), 0);
    Tensor cost = poisoned(Shape.of(1, 2));
    Tensor gradient = poisoned(Shape.of(1, 1));
    StepState state = state(7, 0, -1, 0.5);
    ops.crossEntropy(of(Shape.of(1, 1), Double.NaN), labels, penalty, state, cost, gradient);
    assertArrayEquals(new long[] {7, 0, 7}, counters(state));
    Tensor theta = of(Shape.vector(2), 1, 2);
    ops.gradientDescent(theta, of(Shape.vector(2), 1, 1), state);
    ops.advance(state, 1, 4);
    assertArrayEquals(new double[] {1, 2}, values(theta));
    assertArrayEquals(new long[] {7, 0, 7}, counters(state));
    StepState later = state(9, 0, 7, 0.5);
    ops.crossEntropy(of(Shape.of(1, 1), 1.0 / 0), labels, penalty, later, cost, gradient);
    assertArrayEquals(new long[] {9, 0, 7}, counters(later));
  }

  @Test
  void gradientDescent() {
    Tensor theta = of(Shape.vector(3), 1, 2, 3);
    ops.gradientDescent(theta, of(Shape.vector(3), 1, -1, 4), state(0, 0, -1, 0.5));
    assertArrayEquals(new double[] {0.5, 2.5, 1}, values(theta));
  }

  @Test
  void gatherTakesRowsFromTheOffsetOn() {
    Tensor pixels = arena.allocate(ElementType.U8, Shape.of(3, 2));
    backend.upload(new byte[] {0, (byte) 255, 51, 1, (byte) 128, 127}, pixels);
    Tensor indices = arena.allocate(ElementType.I32, Shape.vector(4));
    backend.upload(new int[] {0, 0, 2, 1}, indices);
    Tensor out = poisoned(Shape.of(2, 2));
    ops.gather(pixels, indices, state(0, 2, -1, 0), 255, out);
    assertArrayEquals(new double[] {128 / 255.0, 127 / 255.0, 51 / 255.0, 1 / 255.0}, values(out));
    Tensor numbers = filled(Shape.of(3, 2));
    double[] all = values(numbers);
    ops.gather(numbers, indices, state(0, 2, -1, 0), 1, out);
    assertArrayEquals(new double[] {all[4], all[5], all[2], all[3]}, values(out));
    backend.upload(new int[] {0, 0, 3, 1}, indices);
    assertThrows(
        IllegalArgumentException.class,
        () -> ops.gather(numbers, indices, state(0, 2, -1, 0), 1, out));
  }

  @Test
  void advanceStartsAgainWhereNoWholeBatchIsLeft() {
    StepState state = state(0, 0, -1, 0);
    ops.advance(state, 3, 8);
    assertArrayEquals(new long[] {1, 3, -1}, counters(state));
    ops.advance(state, 3, 8);
    assertArrayEquals(new long[] {2, 0, -1}, counters(state));
    StepState full = state(0, 0, -1, 0);
    ops.advance(full, 8, 8);
    assertArrayEquals(new long[] {1, 0, -1}, counters(full));
    StepState exact = state(0, 0, -1, 0);
    ops.advance(exact, 4, 8);
    assertArrayEquals(new long[] {1, 4, -1}, counters(exact));
  }

  @Test
  void compositesDoWhatTheirFormulaSays() {
    Tensor x = filled(Shape.of(4, 3));
    Tensor w = filled(Shape.of(2, 3));
    Tensor b = filled(Shape.vector(2));
    Tensor a = poisoned(Shape.of(4, 2));
    ops.denseRelu(x, w, b, a);
    double[] z = product(MatmulForm.NT, new MatmulDims(4, 2, 3), 1, values(x), values(w));
    double[] bias = values(b);
    assertArrayEquals(fill(8, i -> Math.max(z[i] + bias[i % 2], 0)), values(a), 1e-15);
    Tensor dw = poisoned(Shape.of(2, 3));
    Tensor db = poisoned(Shape.vector(2));
    Tensor dx = poisoned(Shape.of(4, 3));
    ops.denseBackward(a, x, dw, db);
    ops.denseBackwardInput(a, w, dx);
    double[] as = values(a);
    assertArrayEquals(
        product(MatmulForm.TN, new MatmulDims(2, 3, 4), 0.25, as, values(x)), values(dw), 1e-15);
    assertArrayEquals(
        fill(2, j -> (as[j] + as[2 + j] + as[4 + j] + as[6 + j]) / 4), values(db), 1e-15);
    assertArrayEquals(
        product(MatmulForm.NN, new MatmulDims(4, 3, 2), 1, as, values(w)), values(dx), 1e-15);
  }

  @Test
  void fp32RoundsEveryResultOnce() {
    backend.close();
    backend = EjmlBackend.reference(Precision.FP32);
    arena = backend.newArena();
    ops = backend.ops();
    Tensor a = filled(Shape.of(3, 50));
    Tensor b = filled(Shape.of(50, 2));
    for (double value : values(a)) {
      assertEquals((float) value, value);
    }
    Tensor c = poisoned(Shape.of(3, 2));
    ops.matmul(MatmulForm.NN, 1.0 / 3, a, b, c);
    double[] exact =
        product(MatmulForm.NN, new MatmulDims(3, 2, 50), 1.0 / 3, values(a), values(b));
    assertArrayEquals(fill(6, i -> (float) exact[i]), values(c), 1e-9);
    for (double value : values(c)) {
      assertEquals((float) value, value);
    }
    ops.sigmoid(c, c);
    for (double value : values(c)) {
      assertEquals((float) value, value);
    }
    Tensor large = of(Shape.of(1, 1), 3e38);
    ops.addScaled(1, large, large);
    assertFalse(Double.isFinite(values(large)[0]));
  }

  private interface MapOp {
    void apply(Tensor x, Tensor y);
  }

  private void checkMap(MapOp op, DoubleUnaryOperator function) {
    Tensor x = of(Shape.of(3, 4), EXTREMES);
    Tensor y = poisoned(Shape.of(3, 4));
    double[] expected = fill(12, i -> function.applyAsDouble(EXTREMES[i]));
    op.apply(x, y);
    assertArrayEquals(expected, values(y), 1e-16);
    op.apply(x, x);
    assertArrayEquals(expected, values(x), 1e-16);
  }

  private static double[] product(
      MatmulForm form, MatmulDims dims, double alpha, double[] a, double[] b) {
    int m = (int) dims.m();
    int n = (int) dims.n();
    int k = (int) dims.k();
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          double left = form == MatmulForm.TN ? a[p * m + i] : a[i * k + p];
          double right = form == MatmulForm.NT ? b[j * k + p] : b[p * n + j];
          sum += left * right;
        }
        c[i * n + j] = alpha * sum;
      }
    }
    return c;
  }

  private static double[] fill(int size, IntToDoubleFunction value) {
    return IntStream.range(0, size).mapToDouble(value).toArray();
  }

  private Tensor filled(Shape shape) {
    return of(shape, random.normals((int) shape.size()));
  }

  private Tensor poisoned(Shape shape) {
    return of(shape, fill((int) shape.size(), i -> Double.NaN));
  }

  private Tensor of(Shape shape, double... values) {
    Tensor tensor = arena.allocate(ElementType.REAL, shape);
    backend.upload(values, tensor);
    return tensor;
  }

  private double[] values(Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    backend.download(tensor, values);
    return values;
  }

  private StepState state(long step, long offset, long bad, double rate) {
    StepState state = StepState.allocate(arena, rate);
    backend.upload(new long[] {step, offset, bad}, state.counters());
    return state;
  }

  private long[] counters(StepState state) {
    long[] counters = new long[StepState.COUNTERS];
    backend.download(state.counters(), counters);
    return counters;
  }
}
