package oncilla.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.CpuBlas;
import oncilla.check.References;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SplitKGemmTest {
  /**
   * Measured for 209 × 20 × 12288: less than this with every kernel of OpenBLAS that was tried,
   * 2.7e-7 to 3.4e-7 when OpenBLAS sums alone.
   */
  private static final double MOST = 2.2e-7;

  @Test
  void itIsForSumsThatAreLongAndFew() {
    assertTrue(SplitKGemm.suits(new MatmulDims(209, 20, 12288)));
    assertTrue(SplitKGemm.suits(new MatmulDims(1, 1, 1025)));
    assertFalse(SplitKGemm.suits(new MatmulDims(1, 1, 1024)));
    assertFalse(SplitKGemm.suits(new MatmulDims(256, 512, 12288)));
    assertFalse(SplitKGemm.suits(new MatmulDims(1 << 11, 1 << 10, 1 << 22)));
  }

  /** Pictures' numbers are positive and weights' are not. */
  @Test
  void theFirstLayerOfTheNotesIsMoreExactThanOpenBlasAlone() {
    MatmulDims dims = new MatmulDims(209, 20, 12288);
    double[] pictures = uniforms(dims.m() * dims.k());
    double[] weights = new NumpyRandom(3).normals((int) (dims.n() * dims.k()));
    double error = error(MatmulForm.NT, 1, dims, pictures, weights);
    assertTrue(error < MOST, () -> "relative error " + error);
  }

  /** Ends of a sum that are shorter than a piece, groups that are not full, every form. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1025", "3, 5, 1151", "7, 2, 1152", "30, 31, 2049", "2, 9, 5000"})
  void everyFormAndLengthComesOut(long m, long n, long k) {
    MatmulDims dims = new MatmulDims(m, n, k);
    assertTrue(SplitKGemm.suits(dims));
    for (MatmulForm form : MatmulForm.values()) {
      double[] a = uniforms(m * k);
      double[] b = new NumpyRandom(5).normals((int) (n * k));
      double error = error(form, -1.0 / 3, dims, a, b);
      assertTrue(error < 2 * MOST, () -> form + ": relative error " + error);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlanRepeatsIt(MatmulForm form) {
    MatmulDims dims = new MatmulDims(4, 3, 3000);
    try (Backend backend = open();
        Arena arena = backend.newArena()) {
      Tensor a = arena.allocate(ElementType.REAL, dims.a(form));
      Tensor b = arena.allocate(ElementType.REAL, dims.b(form));
      Tensor c = arena.allocate(ElementType.REAL, Shape.of(dims.m(), dims.n()));
      try (Plan plan = backend.record(ops -> ops.matmul(form, 1, a, b, c))) {
        for (double value : new double[] {1, 0.5, 1}) {
          backend.upload(filled(dims.m() * dims.k(), value), a);
          backend.upload(filled(dims.n() * dims.k(), 2), b);
          plan.run();
          double[] product = new double[12];
          backend.download(c, product);
          for (double one : product) {
            assertEquals(3000 * 2 * value, one);
          }
        }
      }
    }
  }

  private static double error(
      MatmulForm form, double alpha, MatmulDims dims, double[] a, double[] b) {
    try (Backend backend = open();
        Backend reference = References.open()) {
      float[] roundedA = rounded(a);
      float[] roundedB = rounded(b);
      double[] actual = product(backend, form, alpha, dims, roundedA, roundedB);
      double[] expected = product(reference, form, alpha, dims, roundedA, roundedB);
      double difference = 0;
      double size = 0;
      for (int i = 0; i < expected.length; i++) {
        difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
        size += expected[i] * expected[i];
      }
      return Math.sqrt(difference / size);
    }
  }

  private static double[] product(
      Backend backend, MatmulForm form, double alpha, MatmulDims dims, float[] a, float[] b) {
    try (Arena arena = backend.newArena()) {
      Tensor left = arena.allocate(ElementType.REAL, dims.a(form));
      Tensor right = arena.allocate(ElementType.REAL, dims.b(form));
      Tensor out = arena.allocate(ElementType.REAL, Shape.of(dims.m(), dims.n()));
      backend.upload(widened(a), left);
      backend.upload(widened(b), right);
      backend.ops().matmul(form, alpha, left, right, out);
      double[] product = new double[(int) (dims.m() * dims.n())];
      backend.download(out, product);
      return product;
    }
  }

  private static float[] rounded(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] widened(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static double[] uniforms(long count) {
    NumpyRandom random = new NumpyRandom(4);
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.uniform();
    }
    return values;
  }

  private static double[] filled(long count, double value) {
    double[] values = new double[(int) count];
    java.util.Arrays.fill(values, value);
    return values;
  }

  private static Backend open() {
    return new CpuBackendProvider()
        .open(
            BackendRequest.defaults().withPrecision(Precision.FP32).withCpuBlas(CpuBlas.OPENBLAS));
  }
}
