package oncilla.check.op;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Ops;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;

/**
 * A large product of small whole numbers, whose sums every precision holds exactly, in any order:
 * so each element of C must be right to the last bit, and a sum that lacks one term is found
 * however long it is. C itself is not computed again. For a vector r of whole numbers C·r must be
 * A·(B·r), and so must rᵀ·C be (rᵀ·A)·B, in double, where all of that is exact as well. Source of
 * the idea: R. Freivalds, "Probabilistic machines can use less running time", IFIP 1977.
 */
public final class LongProduct {
  /** Numbers are −2 … 2. */
  private static final int LARGEST = 2;

  /** Weights of the sums over C are 1 … this, so that few wrong elements cancel. */
  private static final int HEAVIEST = 61;

  /** A bias that no sum of terms reaches, so that ReLU lets everything pass. */
  private static final double BIAS = 1 << 20;

  private final MatmulForm form;
  private final MatmulDims dims;
  private final double[] a;
  private final double[] b;

  LongProduct(MatmulForm form, MatmulDims dims) {
    this.form = form;
    this.dims = dims;
    a = whole(dims.a(form), 51);
    b = whole(dims.b(form), 52);
  }

  /** The longest sum whose terms stay exact in fp32, with the bias. */
  static long longest() {
    return ((1 << 24) - (long) BIAS) / (LARGEST * LARGEST * 2);
  }

  private static double[] whole(Shape shape, int salt) {
    double[] values = new double[Math.toIntExact(shape.size())];
    long state = 0x9E3779B97F4A7C15L * salt;
    for (int i = 0; i < values.length; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
      values[i] = (int) ((state >>> 33) % (2 * LARGEST + 1)) - LARGEST;
    }
    return values;
  }

  /** What is wrong with the product by {@code ops}, in one line, or empty. */
  public Optional<String> faultOfProduct(Backend backend, Ops ops, int times) {
    return fault(backend, times, 0, (x, y, bias, c) -> ops.matmul(form, 1, x, y, c));
  }

  /**
   * The same of a layer, whose product is that of the form {@code NT}.
   *
   * @param f the identity or ReLU
   */
  public Optional<String> faultOfLayer(Backend backend, Ops ops, Activation f, int times) {
    return fault(
        backend, times, BIAS, (x, w, bias, y) -> ops.dense(x, w, bias, f, Optional.empty(), y));
  }

  private interface Call {
    void run(Tensor a, Tensor b, Tensor bias, Tensor c);
  }

  private Optional<String> fault(Backend backend, int times, double bias, Call call) {
    double[] added = new double[Math.toIntExact(dims.n())];
    Arrays.fill(added, bias);
    double[] c = new double[Math.toIntExact(dims.c().size())];
    try (Arena arena = backend.newArena()) {
      Tensor ta = arena.allocate(ElementType.REAL, dims.a(form));
      Tensor tb = arena.allocate(ElementType.REAL, dims.b(form));
      Tensor row = arena.allocate(ElementType.REAL, Shape.vector(dims.n()));
      Tensor tc = arena.allocate(ElementType.REAL, dims.c());
      backend.upload(a, ta);
      backend.upload(b, tb);
      backend.upload(added, row);
      for (int time = 0; time < times; time++) {
        Arrays.fill(c, Double.NaN);
        backend.upload(c, tc);
        call.run(ta, tb, row, tc);
        backend.download(tc, c);
        Optional<String> fault = fault(c, bias);
        if (fault.isPresent()) {
          return fault;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> fault(double[] c, double bias) {
    int m = Math.toIntExact(dims.m());
    int n = Math.toIntExact(dims.n());
    double[] columnWeights = weights(n);
    double[] rowWeights = weights(m);
    double[] ofRows =
        times(
            a, form == MatmulForm.TN, m, times(b, form == MatmulForm.NT, dims.k(), columnWeights));
    double[] ofColumns =
        times(b, form != MatmulForm.NT, n, times(a, form != MatmulForm.TN, dims.k(), rowWeights));
    double[] foundRows = new double[m];
    double[] foundColumns = new double[n];
    for (int i = 0; i < m; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        double value = c[i * n + j] - bias;
        sum += value * columnWeights[j];
        foundColumns[j] += value * rowWeights[i];
      }
      foundRows[i] = sum;
    }
    return first("row", foundRows, ofRows).or(() -> first("column", foundColumns, ofColumns));
  }

  private Optional<String> first(String what, double[] found, double[] expected) {
    for (int i = 0; i < found.length; i++) {
      // NaN differs from everything.
      if (!(found[i] == expected[i])) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%s %dx%dx%d of whole numbers: %s %d of the result is wrong",
                form,
                dims.m(),
                dims.n(),
                dims.k(),
                what,
                i));
      }
    }
    return Optional.empty();
  }

  private static double[] weights(int size) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = 1 + (i * 37L + i / HEAVIEST) % HEAVIEST;
    }
    return weights;
  }

  /** Matrix times vector; with {@code transposed}, the matrix lies transposed in memory. */
  private static double[] times(double[] matrix, boolean transposed, long rows, double[] vector) {
    int m = Math.toIntExact(rows);
    int n = vector.length;
    double[] result = new double[m];
    if (transposed) {
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          result[i] += matrix[j * m + i] * vector[j];
        }
      }
    } else {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += matrix[i * n + j] * vector[j];
        }
        result[i] = sum;
      }
    }
    return result;
  }
}
