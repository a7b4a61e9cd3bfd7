package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.provider.CpuBlas;
import oncilla.check.References;
import oncilla.cli.targets.CheckTargets;
import oncilla.random.NumpyRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/**
 * What everything is compared with is EJML alone, also where OpenBLAS loads: else an error of
 * OpenBLAS would be compared with itself.
 */
class ReferenceTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 50;
  private static final int LENGTH = 3000;

  @Test
  void theReferenceOfCommandsAndTestsIsEjmlToTheBit() {
    double[] a = new NumpyRandom(1).normals(ROWS * LENGTH);
    double[] b = new NumpyRandom(2).normals(COLUMNS * LENGTH);
    DMatrixRMaj expected = new DMatrixRMaj(ROWS, COLUMNS);
    CommonOps_DDRM.multTransB(
        1, DMatrixRMaj.wrap(ROWS, LENGTH, a), DMatrixRMaj.wrap(COLUMNS, LENGTH, b), expected);
    List<Supplier<Backend>> references = List.of(CheckTargets::openReference, References::open);
    for (Supplier<Backend> reference : references) {
      try (Backend backend = reference.get()) {
        assertInstanceOf(EjmlBackend.class, backend);
        assertEquals("ejml", backend.name());
        assertEquals("Java", backend.device().platform());
        assertArrayEquals(expected.getData(), product(backend, a, b));
      }
    }
    // OpenBLAS sums in another order, so that the comparison above would notice it.
    try (Backend cpu =
        BackendSelector.fromServices()
            .provider("cpu")
            .open(
                BackendRequest.defaults()
                    .withPrecision(Precision.FP64)
                    .withCpuBlas(CpuBlas.OPENBLAS))) {
      assertFalse(Arrays.equals(expected.getData(), product(cpu, a, b)));
      assertArrayEquals(expected.getData(), product(cpu, a, b), 1e-10);
    }
  }

  private static double[] product(Backend backend, double[] a, double[] b) {
    try (Arena arena = backend.newArena()) {
      Tensor left = arena.allocate(ElementType.REAL, Shape.of(ROWS, LENGTH));
      Tensor right = arena.allocate(ElementType.REAL, Shape.of(COLUMNS, LENGTH));
      Tensor out = arena.allocate(ElementType.REAL, Shape.of(ROWS, COLUMNS));
      backend.upload(a, left);
      backend.upload(b, right);
      backend.ops().matmul(MatmulForm.NT, 1, left, right, out);
      double[] product = new double[ROWS * COLUMNS];
      backend.download(out, product);
      return product;
    }
  }
}
