package oncilla.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.check.References;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelGemmTest {
  @Test
  void blocksWantToBeSquareAndWorthACore() {
    assertEquals(
        new ParallelGemm.Grid(2, 1), ParallelGemm.Grid.of(new MatmulDims(209, 20, 12288), 1, 2));
    assertEquals(
        new ParallelGemm.Grid(1, 2), ParallelGemm.Grid.of(new MatmulDims(20, 12288, 209), 1, 2));
    assertEquals(
        new ParallelGemm.Grid(8, 8), ParallelGemm.Grid.of(new MatmulDims(1024, 1024, 1024), 1, 64));
    assertEquals(
        new ParallelGemm.Grid(1, 1), ParallelGemm.Grid.of(new MatmulDims(209, 7, 20), 1, 64));
    assertEquals(
        new ParallelGemm.Grid(1, 1), ParallelGemm.Grid.of(new MatmulDims(512, 512, 512), 1, 1));
    assertEquals(
        new ParallelGemm.Grid(3, 1), ParallelGemm.Grid.of(new MatmulDims(3, 1, 1 << 20), 1, 64));
  }

  /** Rows that are not cut apart are in one block, and no block is empty. */
  @Test
  void noBlockIsEmptyWhereRowsAreNotCutApart() {
    assertEquals(
        new ParallelGemm.Grid(1, 1), ParallelGemm.Grid.of(new MatmulDims(24, 16, 1 << 20), 24, 64));
    assertEquals(
        new ParallelGemm.Grid(2, 1), ParallelGemm.Grid.of(new MatmulDims(48, 16, 1 << 20), 24, 64));
    assertEquals(
        new ParallelGemm.Grid(5, 1), ParallelGemm.Grid.of(new MatmulDims(240, 1, 1 << 20), 24, 5));
    // Seven units of rows among four cores leave one with two; beside each other all have a share.
    assertEquals(
        new ParallelGemm.Grid(1, 4),
        ParallelGemm.Grid.of(new MatmulDims(168, 168, 1 << 20), 56, 4));
    for (int m = 24; m <= 480; m += 24) {
      for (int cores = 1; cores <= 24; cores++) {
        ParallelGemm.Grid grid = ParallelGemm.Grid.of(new MatmulDims(m, 700, 4000), 24, cores);
        assertTrue(grid.rows() <= m / 24 && grid.rows() * grid.columns() <= cores, m + " " + grid);
      }
    }
  }

  /** Few weights: blocks and pieces that are full, one short of full and one over it. */
  @ParameterizedTest
  @CsvSource({
    "NT, 56, 32, 512",
    "NT, 57, 20, 513",
    "NT, 113, 32, 1100",
    "NT, 209, 20, 3001",
    "NT, 300, 33, 700",
    "TN, 32, 128, 240",
    "TN, 20, 129, 241",
    "TN, 20, 1500, 209",
    "TN, 7, 2049, 500",
    "TN, 33, 700, 300",
    "NN, 20, 700, 300",
    "NN, 300, 20, 700"
  })
  void everyCutComesOut(MatmulForm form, int m, int n, int k) {
    MatmulDims dims = new MatmulDims(m, n, k);
    double[] expected;
    try (Backend reference = References.open();
        Arena arena = reference.newArena()) {
      Tensor a = filled(reference, arena, dims, form, 1);
      Tensor b = filled(reference, arena, dims, form, 2);
      Tensor c = arena.allocate(ElementType.REAL, dims.c());
      reference.ops().matmul(form, -0.3, a, b, c);
      expected = values(reference, c);
    }
    for (Precision precision : Precision.values()) {
      try (Backend backend = CpuBackend.open(precision);
          Arena arena = backend.newArena()) {
        Tensor a = filled(backend, arena, dims, form, 1);
        Tensor b = filled(backend, arena, dims, form, 2);
        for (int cores : new int[] {1, 2, 3, 7}) {
          Tensor c = arena.allocate(ElementType.REAL, dims.c());
          double[] poison = new double[m * n];
          Arrays.fill(poison, Double.NaN);
          backend.upload(poison, c);
          ParallelGemm product =
              new ParallelGemm(form, dims, -0.3, reals(a), reals(b), reals(c), precision, cores);
          product.run();
          double[] first = values(backend, c);
          assertArrayEquals(expected, first, precision == Precision.FP64 ? 1e-11 : 1e-3);
          product.run();
          assertArrayEquals(first, values(backend, c));
        }
      }
    }
  }

  /** A row of a block has the same bits wherever in the block it lies, for any cores. */
  @ParameterizedTest
  @CsvSource({
    "48, 20, 12288",
    "48, 7, 300",
    "48, 129, 257",
    "48, 1, 64",
    "48, 300, 31",
    "48, 31, 500",
    "48, 1000, 700",
    "24, 20, 12288",
    "24, 7, 300",
    "24, 129, 257",
    "24, 1, 64",
    "24, 1000, 700",
    "72, 20, 3000",
    "72, 129, 257"
  })
  void equalRowsOfABlockGiveEqualBits(int m, int n, int k) {
    MatmulDims dims = new MatmulDims(m, n, k);
    double[] row = new NumpyRandom(3).normals(k);
    double[] rows = new double[m * k];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row[i % k];
    }
    for (Precision precision : Precision.values()) {
      try (Backend backend = CpuBackend.open(precision);
          Arena arena = backend.newArena()) {
        Tensor a = arena.allocate(ElementType.REAL, Shape.of(m, k));
        backend.upload(rows, a);
        Tensor b = filled(backend, arena, dims, MatmulForm.NT, 2);
        for (int cores = 1; cores <= 24; cores++) {
          Tensor c = arena.allocate(ElementType.REAL, dims.c());
          new ParallelGemm(MatmulForm.NT, dims, 1, reals(a), reals(b), reals(c), precision, cores)
              .run();
          double[] found = values(backend, c);
          for (int i = 1; i < m; i++) {
            assertArrayEquals(
                Arrays.copyOf(found, n),
                Arrays.copyOfRange(found, i * n, (i + 1) * n),
                precision + ", " + cores + " cores, row " + i);
          }
        }
      }
    }
  }

  /** Small whole numbers: every sum is exact, so that a term left out or added twice shows. */
  @ParameterizedTest
  @CsvSource({"1, 40000", "2, 40000", "3, 100", "3, 16385"})
  void everyElementIsAddedOnce(double alpha, int size) {
    for (Precision precision : Precision.values()) {
      try (Backend backend = CpuBackend.open(precision);
          Arena arena = backend.newArena()) {
        Tensor x = arena.allocate(ElementType.REAL, Shape.vector(size));
        Tensor y = arena.allocate(ElementType.REAL, Shape.vector(size));
        double[] values = new double[size];
        double[] expected = new double[size];
        for (int i = 0; i < size; i++) {
          values[i] = i % 97;
          expected[i] = 2 * alpha * (i % 97);
        }
        backend.upload(values, x);
        backend.ops().addScaled(alpha, x, y);
        backend.ops().addScaled(alpha, x, y);
        assertArrayEquals(expected, values(backend, y));
      }
    }
  }

  private static Tensor filled(
      Backend backend, Arena arena, MatmulDims dims, MatmulForm form, int operand) {
    Tensor tensor = arena.allocate(ElementType.REAL, operand == 1 ? dims.a(form) : dims.b(form));
    backend.upload(new NumpyRandom(operand).normals((int) tensor.shape().size()), tensor);
    return tensor;
  }

  private static Reals reals(Tensor tensor) {
    return ((CpuTensor) tensor).reals();
  }

  private static double[] values(Backend backend, Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    backend.download(tensor, values);
    return values;
  }
}
