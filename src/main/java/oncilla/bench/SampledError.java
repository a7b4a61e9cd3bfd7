package oncilla.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.check.op.OpCase;
import oncilla.check.op.Tensors;

/**
 * Computes the error of a matrix product, ‖C − C_ref‖ / ‖C_ref‖ in the Frobenius norm. C_ref is
 * what the fp64 reference computes from the same operands, already rounded to the backend's
 * precision, so that only the arithmetic counts. Of a large product a block is recomputed, made of
 * at most {@value #MOST} rows and as many columns, first and last among them and the rest drawn
 * with a fixed seed: the reference would take minutes for the whole.
 */
final class SampledError {
  /** Most rows, and most columns, that are recomputed. */
  static final int MOST = 64;

  private static final long SEED = 7;

  private final Backend reference;

  /** Compares with {@code reference}, which computes in fp64. */
  SampledError(Backend reference) {
    this.reference = reference;
  }

  /**
   * The error of {@code product}.
   *
   * @param one the case with operands {@code a}, {@code b} and {@code c}
   * @param product what a backend of {@code precision} made of it, row-major
   */
  double of(OpCase one, MatmulForm form, Precision precision, double[] product) {
    Shape a = one.operand("a").shape();
    Shape b = one.operand("b").shape();
    MatmulDims dims = MatmulDims.of(form, a, b);
    int[] rows = sample(Math.toIntExact(dims.m()));
    int[] columns = sample(Math.toIntExact(dims.n()));
    MatmulDims block = new MatmulDims(rows.length, columns.length, dims.k());
    double[] expected = new double[rows.length * columns.length];
    try (Arena arena = reference.newArena()) {
      Tensor left = arena.allocate(ElementType.REAL, block.a(form));
      Tensor right = arena.allocate(ElementType.REAL, block.b(form));
      Tensor out = arena.allocate(ElementType.REAL, block.c());
      double[] leftValues = rounded(one, "a", precision);
      double[] rightValues = rounded(one, "b", precision);
      reference.upload(
          form == MatmulForm.TN ? columns(leftValues, a, rows) : rows(leftValues, a, rows), left);
      reference.upload(
          form == MatmulForm.NT ? rows(rightValues, b, columns) : columns(rightValues, b, columns),
          right);
      one.body().run(reference.ops(), new Tensors(Map.of("a", left, "b", right, "c", out)));
      reference.download(out, expected);
    }
    double[] found =
        columns(rows(product, dims.c(), rows), Shape.of(rows.length, dims.n()), columns);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (found[i] - expected[i]) * (found[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }

  /**
   * Ascending indices below {@code extent}: all of them, or a sample with the first and the last.
   */
  static int[] sample(int extent) {
    if (extent <= MOST) {
      int[] all = new int[extent];
      Arrays.setAll(all, i -> i);
      return all;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    int[] drawn = random.ints(1, extent - 1).distinct().limit(MOST - 2).sorted().toArray();
    int[] sample = new int[MOST];
    System.arraycopy(drawn, 0, sample, 1, drawn.length);
    sample[MOST - 1] = extent - 1;
    return sample;
  }

  private static double[] rounded(OpCase one, String operand, Precision precision) {
    return Arrays.stream(one.operand(operand).values()).map(precision::round).toArray();
  }

  private static double[] rows(double[] matrix, Shape shape, int[] chosen) {
    int width = Math.toIntExact(shape.columns());
    double[] result = new double[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(matrix, chosen[i] * width, result, i * width, width);
    }
    return result;
  }

  private static double[] columns(double[] matrix, Shape shape, int[] chosen) {
    int width = Math.toIntExact(shape.columns());
    int height = Math.toIntExact(shape.rows());
    double[] result = new double[height * chosen.length];
    for (int row = 0; row < height; row++) {
      for (int j = 0; j < chosen.length; j++) {
        result[row * chosen.length + j] = matrix[row * width + chosen[j]];
      }
    }
    return result;
  }
}
