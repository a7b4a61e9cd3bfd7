package oncilla.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import oncilla.backend.Activation;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reference in fp32: computed in double, rounded once. */
class EjmlRoundingTest {
  private final OpsBench bench = new OpsBench(Precision.FP32);
  private final Ops ops = bench.backend().ops();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void fp32RoundsEveryResultOnce() {
    Tensor a = bench.filled(Shape.of(3, 50));
    Tensor b = bench.filled(Shape.of(50, 2));
    for (double value : bench.values(a)) {
      assertEquals((float) value, value);
    }
    Tensor c = bench.poisoned(Shape.of(3, 2));
    ops.matmul(MatmulForm.NN, 1.0 / 3, a, b, c);
    double[] exact =
        OpsBench.product(
            MatmulForm.NN, new MatmulDims(3, 2, 50), 1.0 / 3, bench.values(a), bench.values(b));
    assertArrayEquals(OpsBench.fill(6, i -> (float) exact[i]), bench.values(c), 1e-9);
    for (double value : bench.values(c)) {
      assertEquals((float) value, value);
    }
    ops.activate(Activation.SIGMOID, c, c);
    for (double value : bench.values(c)) {
      assertEquals((float) value, value);
    }
    Tensor large = bench.of(Shape.of(1, 1), 3e38);
    ops.addScaled(1, large, large);
    assertFalse(Double.isFinite(bench.values(large)[0]));
  }
}
