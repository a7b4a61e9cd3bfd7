package oncilla.backend.ejml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.BlockLayout;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The products of the reference, and what is made of them, against plain loops. */
class EjmlProductsTest {
  private final OpsBench bench = new OpsBench(Precision.FP64);
  private final Ops ops = bench.backend().ops();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource
  void matmul(MatmulForm form) {
    for (int[] extents : new int[][] {{1, 1, 1}, {3, 4, 5}, {1, 7, 2}, {6, 1, 9}, {5, 3, 1}}) {
      MatmulDims dims = new MatmulDims(extents[0], extents[1], extents[2]);
      Tensor a = bench.filled(dims.a(form));
      Tensor b = bench.filled(dims.b(form));
      Tensor c = bench.poisoned(dims.c());
      ops.matmul(form, 0.5, a, b, c);
      assertArrayEquals(
          OpsBench.product(form, dims, 0.5, bench.values(a), bench.values(b)),
          bench.values(c),
          1e-14);
    }
  }

  @Test
  void matmulOnPartsOfABlockLeavesTheOthersAlone() {
    List<Shape> shapes = List.of(Shape.of(3, 4), Shape.of(5, 4), Shape.of(3, 5), Shape.of(1, 6));
    List<Tensor> parts =
        bench.arena().allocateBlock(BlockLayout.consecutive(shapes, Double.BYTES)).parts();
    double[] last = bench.random().normals(6);
    bench.backend().upload(bench.random().normals(12), parts.get(0));
    bench.backend().upload(bench.random().normals(20), parts.get(1));
    bench.backend().upload(last, parts.get(3));
    ops.matmul(MatmulForm.NT, 1, parts.get(0), parts.get(1), parts.get(2));
    double[] expected =
        OpsBench.product(
            MatmulForm.NT,
            new MatmulDims(3, 5, 4),
            1,
            bench.values(parts.get(0)),
            bench.values(parts.get(1)));
    assertArrayEquals(expected, bench.values(parts.get(2)), 1e-14);
    assertArrayEquals(last, bench.values(parts.get(3)));
  }

  @Test
  void matmulRefusesWrongShapesAndAliases() {
    Tensor a = bench.filled(Shape.of(2, 3));
    Tensor square = bench.filled(Shape.of(2, 2));
    assertThrows(IllegalArgumentException.class, () -> ops.matmul(MatmulForm.NN, 1, a, a, square));
    assertThrows(
        IllegalArgumentException.class, () -> ops.matmul(MatmulForm.NN, 1, square, square, square));
  }

  @Test
  void compositesDoWhatTheirFormulaSays() {
    Tensor x = bench.filled(Shape.of(4, 3));
    Tensor w = bench.filled(Shape.of(2, 3));
    Tensor b = bench.filled(Shape.vector(2));
    Tensor a = bench.poisoned(Shape.of(4, 2));
    ops.dense(x, w, b, Activation.RELU, Optional.empty(), a);
    double[] z =
        OpsBench.product(
            MatmulForm.NT, new MatmulDims(4, 2, 3), 1, bench.values(x), bench.values(w));
    double[] bias = bench.values(b);
    assertArrayEquals(
        OpsBench.fill(8, i -> Math.max(z[i] + bias[i % 2], 0)), bench.values(a), 1e-15);
    Tensor dw = bench.poisoned(Shape.of(2, 3));
    Tensor db = bench.poisoned(Shape.vector(2));
    Tensor dx = bench.poisoned(Shape.of(4, 3));
    ops.denseBackward(
        1.0 / a.shape().rows(),
        Activation.IDENTITY,
        Optional.empty(),
        a,
        bench.filled(Shape.of(4, 2)),
        x,
        dw,
        db);
    ops.denseBackwardInput(a, w, dx);
    double[] as = bench.values(a);
    assertArrayEquals(
        OpsBench.product(MatmulForm.TN, new MatmulDims(2, 3, 4), 0.25, as, bench.values(x)),
        bench.values(dw),
        1e-15);
    assertArrayEquals(
        OpsBench.fill(2, j -> (as[j] + as[2 + j] + as[4 + j] + as[6 + j]) / 4),
        bench.values(db),
        1e-15);
    assertArrayEquals(
        OpsBench.product(MatmulForm.NN, new MatmulDims(4, 3, 2), 1, as, bench.values(w)),
        bench.values(dx),
        1e-15);
  }
}
