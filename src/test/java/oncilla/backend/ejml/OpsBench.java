package oncilla.backend.ejml;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.random.NumpyRandom;

/** The reference with an arena, and tensors of it that are filled and read in a word. */
final class OpsBench implements AutoCloseable {
  private final NumpyRandom random = new NumpyRandom(11);
  private final EjmlBackend backend;
  private final Arena arena;

  OpsBench(Precision precision) {
    backend = EjmlBackend.reference(precision);
    arena = backend.newArena();
  }

  EjmlBackend backend() {
    return backend;
  }

  Arena arena() {
    return arena;
  }

  NumpyRandom random() {
    return random;
  }

  /** alpha · op(A)·op(B), by plain loops. */
  static double[] product(MatmulForm form, MatmulDims dims, double alpha, double[] a, double[] b) {
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

  static double[] fill(int size, IntToDoubleFunction value) {
    return IntStream.range(0, size).mapToDouble(value).toArray();
  }

  /** A tensor of normals. */
  Tensor filled(Shape shape) {
    return of(shape, random.normals((int) shape.size()));
  }

  /** A tensor that shows where it was not written. */
  Tensor poisoned(Shape shape) {
    return of(shape, fill((int) shape.size(), i -> Double.NaN));
  }

  Tensor of(Shape shape, double... values) {
    Tensor tensor = arena.allocate(ElementType.REAL, shape);
    backend.upload(values, tensor);
    return tensor;
  }

  double[] values(Tensor tensor) {
    double[] values = new double[(int) tensor.shape().size()];
    backend.download(tensor, values);
    return values;
  }

  StepState state(long step, long offset, long bad, double rate) {
    StepState state = StepState.allocate(arena, rate);
    backend.upload(new long[] {step, 0, offset, bad}, state.counters());
    return state;
  }

  long[] counters(StepState state) {
    long[] counters = new long[StepState.COUNTERS];
    backend.download(state.counters(), counters);
    return counters;
  }

  @Override
  public void close() {
    backend.close();
  }
}
