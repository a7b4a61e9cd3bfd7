package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.opencl.FakeBench;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.cl.fake.FakeEnqueue;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Blocks of several sizes, whole and cut off at the edges of C, against the plain loop. Inputs are
 * small integers, so every order of summation gives the same exact sum.
 */
class DirectMatmulTest {
  private static final List<DirectMatmul> BLOCKS =
      List.of(
          new DirectMatmul(1, 1, 1, 4), new DirectMatmul(3, 2, 1, 4), new DirectMatmul(4, 6, 3, 8));

  @ParameterizedTest
  @EnumSource
  void everyBlockGivesThePlainLoopsNumbers(Precision precision) {
    try (OpenClBackend backend =
        new OpenClConfiguration("jocl", precision, OpenClConfiguration.Variant.CPU_NARROW).open()) {
      for (DirectMatmul direct : BLOCKS) {
        KernelParameters parameters = backend.parameters().withMatmul(MatmulTable.always(direct));
        for (int odd = 0; odd < 2; odd++) {
          MatmulDims dims =
              new MatmulDims(
                  2L * direct.blockM() + odd,
                  2L * direct.blockN() * direct.columnVectors() * direct.vectorWidth() + 5L * odd,
                  3L * direct.vectorWidth() + odd);
          for (MatmulForm form : MatmulForm.values()) {
            double[] a = integers(dims.a(form), 1);
            double[] b = integers(dims.b(form), 2);
            assertArrayEquals(
                plainLoop(form, dims, a, b),
                product(backend, backend.ops(parameters), form, dims, a, b),
                direct + " " + form + " " + dims);
          }
        }
      }
    }
  }

  private static double[] product(
      OpenClBackend backend, Ops ops, MatmulForm form, MatmulDims dims, double[] a, double[] b) {
    try (Arena arena = backend.newArena()) {
      Tensor left = arena.allocate(ElementType.REAL, dims.a(form));
      Tensor right = arena.allocate(ElementType.REAL, dims.b(form));
      Tensor c = arena.allocate(ElementType.REAL, dims.c());
      backend.upload(a, left);
      backend.upload(b, right);
      ops.matmul(form, 0.5, left, right, c);
      double[] values = new double[(int) dims.c().size()];
      backend.download(c, values);
      return values;
    }
  }

  private static double[] integers(Shape shape, int seed) {
    double[] values = new double[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7919L + seed * 104729L) % 17 - 8;
    }
    return values;
  }

  /** 0.5 · op(A)·op(B), as the mathematics says it. */
  private static double[] plainLoop(MatmulForm form, MatmulDims dims, double[] a, double[] b) {
    int m = (int) dims.m();
    int n = (int) dims.n();
    int k = (int) dims.k();
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          double left = a[form == MatmulForm.TN ? l * m + i : i * k + l];
          double right = b[form == MatmulForm.NT ? j * k + l : l * n + j];
          sum += left * right;
        }
        c[i * n + j] = 0.5 * sum;
      }
    }
    return c;
  }

  /** NT has a group for each block of rows and columns, the other forms one for whole vectors. */
  @Test
  void groupsAreTheBlocksOfC() {
    MatmulDims dims = new MatmulDims(10, 33, 7);
    DirectMatmul direct = new DirectMatmul(3, 2, 2, 4);
    FakeBench.Target target = FakeBench.Target.of(TestDevices.cpu(0), Precision.FP32);
    KernelParameters parameters = target.parameters().withMatmul(MatmulTable.always(direct));
    try (FakeBench bench =
        new FakeBench(new FakeBench.Target(target.device(), target.precision(), parameters))) {
      for (MatmulForm form : MatmulForm.values()) {
        Tensor a = bench.arena().allocate(ElementType.REAL, dims.a(form));
        Tensor b = bench.arena().allocate(ElementType.REAL, dims.b(form));
        Tensor c = bench.arena().allocate(ElementType.REAL, dims.c());
        FakeEnqueue launch = bench.launch(ops -> ops.matmul(form, 1, a, b, c));
        assertEquals("matmul_direct", launch.kernel());
        assertEquals(form == MatmulForm.NT ? List.of(17L, 4L) : List.of(4L, 5L), launch.global());
        assertEquals(List.of(1L, 1L), launch.local());
      }
    }
  }
}
