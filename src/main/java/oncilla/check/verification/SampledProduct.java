package oncilla.check.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.tuning.MatmulVerifier;
import oncilla.check.op.Inputs;
import oncilla.check.op.Tolerance;

/**
 * A matrix product of any size whose result is looked at in some rows and columns, the first and
 * the last among them: there the reference says what it must be, within the tolerance of a sum of k
 * terms. All other elements must be numbers, which finds those that nobody wrote.
 */
final class SampledProduct implements MatmulVerifier.Exercise {
  private static final int MOST_SAMPLED = 32;
  private static final long SEED = 7;
  private static final double ROUNDINGS_MORE = 2;

  private final MatmulDims dims;
  private final double[] a;
  private final double[] b;
  private final int[] rows;
  private final int[] columns;
  private final double[] expected;
  private final double[] bounds;

  SampledProduct(Backend reference, MatmulForm form, MatmulDims dims, Precision precision) {
    this.dims = dims;
    a = rounded(Inputs.signed(dims.a(form), 1), precision);
    b = rounded(Inputs.signed(dims.b(form), 2), precision);
    rows = sample(dims.m());
    columns = sample(dims.n());
    expected = multiply(reference, form, DoubleUnaryOperator.identity());
    double[] magnitudes = multiply(reference, form, Math::abs);
    Tolerance tolerance = Tolerance.sum(dims.k(), ROUNDINGS_MORE);
    bounds = Arrays.stream(magnitudes).map(scale -> tolerance.bound(precision, scale)).toArray();
  }

  private static double[] rounded(double[] values, Precision precision) {
    for (int i = 0; i < values.length; i++) {
      values[i] = precision.round(values[i]);
    }
    return values;
  }

  private static int[] sample(long extent) {
    int size = Math.toIntExact(extent);
    TreeSet<Integer> chosen = new TreeSet<>();
    chosen.add(0);
    chosen.add(size - 1);
    SplittableRandom random = new SplittableRandom(SEED);
    while (chosen.size() < Math.min(MOST_SAMPLED, size)) {
      chosen.add(random.nextInt(size));
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The sampled rows times the sampled columns, by the reference. */
  private double[] multiply(Backend reference, MatmulForm form, DoubleUnaryOperator change) {
    MatmulDims block = new MatmulDims(rows.length, columns.length, dims.k());
    double[] left = form == MatmulForm.TN ? columnsOf(a, dims.m(), rows) : rowsOf(a, rows);
    double[] right = form == MatmulForm.NT ? rowsOf(b, columns) : columnsOf(b, dims.n(), columns);
    double[] product = new double[rows.length * columns.length];
    try (Arena arena = reference.newArena()) {
      Tensor ta = arena.allocate(ElementType.REAL, block.a(form));
      Tensor tb = arena.allocate(ElementType.REAL, block.b(form));
      Tensor tc = arena.allocate(ElementType.REAL, block.c());
      reference.upload(Arrays.stream(left).map(change).toArray(), ta);
      reference.upload(Arrays.stream(right).map(change).toArray(), tb);
      reference.ops().matmul(form, 1, ta, tb, tc);
      reference.download(tc, product);
    }
    return product;
  }

  /** Rows of a matrix whose rows have length k. */
  private double[] rowsOf(double[] matrix, int[] chosen) {
    int length = Math.toIntExact(dims.k());
    double[] values = new double[chosen.length * length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(matrix, chosen[i] * length, values, i * length, length);
    }
    return values;
  }

  /** Columns of a matrix of k rows and {@code width} columns. */
  private double[] columnsOf(double[] matrix, long width, int[] chosen) {
    int length = Math.toIntExact(dims.k());
    double[] values = new double[chosen.length * length];
    for (int l = 0; l < length; l++) {
      for (int j = 0; j < chosen.length; j++) {
        values[l * chosen.length + j] = matrix[Math.toIntExact(l * width + chosen[j])];
      }
    }
    return values;
  }

  @Override
  public double[] a() {
    return a;
  }

  @Override
  public double[] b() {
    return b;
  }

  @Override
  public Optional<String> fault(double[] c) {
    int width = Math.toIntExact(dims.n());
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        int at = i * columns.length + j;
        double found = c[rows[i] * width + columns[j]];
        if (!(Math.abs(found - expected[at]) <= bounds[at])) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "%d x %d x %d: [%d, %d] is %s, expected %s, allowed %.3g",
                  dims.m(),
                  dims.n(),
                  dims.k(),
                  rows[i],
                  columns[j],
                  found,
                  expected[at],
                  bounds[at]));
        }
      }
    }
    for (int i = 0; i < c.length; i++) {
      if (Double.isNaN(c[i])) {
        return Optional.of(
            "%d x %d x %d: [%d, %d] is not a number"
                .formatted(dims.m(), dims.n(), dims.k(), i / width, i % width));
      }
    }
    return Optional.empty();
  }
}
