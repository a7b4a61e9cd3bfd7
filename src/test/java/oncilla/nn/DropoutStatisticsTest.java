package oncilla.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.random.NumpyRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dropout as chance: on a million units, counts, correlations and means lie within three standard
 * deviations of what independent draws give. The masks are fixed by their seeds, so these tests do
 * not fail by chance.
 */
class DropoutStatisticsTest {
  private static final int ROWS = 1000;
  private static final int COLUMNS = 1000;
  private static final int UNITS = ROWS * COLUMNS;
  private static final double DEVIATIONS = 3;
  private static final long SEED = 3;

  /** A backend that a test opens and closes, under a name. */
  private record Place(String name, java.util.function.Supplier<Backend> open) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Place> places() {
    return Stream.concat(
        Stream.of(new Place("ejml", () -> EjmlBackend.reference(Precision.FP64))),
        OpenClConfiguration.defaults().stream()
            .map(configuration -> new Place(configuration.toString(), configuration::open)));
  }

  private static byte[] mask(Backend backend, int layer, long step, double keep) {
    try (Arena arena = backend.newArena()) {
      StepState state = StepState.allocate(arena, 0.0);
      state.set(new StepState.Position(step, 0, 0));
      Tensor mask = arena.allocate(ElementType.U8, Shape.of(ROWS, COLUMNS));
      backend.ops().drawMask(new Dropout(SEED, layer, keep, 0, state, mask));
      byte[] values = new byte[UNITS];
      backend.download(mask, values);
      return values;
    }
  }

  private static double kept(byte[] mask) {
    long sum = 0;
    for (byte one : mask) {
      sum += one;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("places")
  void theKeptShareIsTheKeepProbability(Place place) {
    try (Backend backend = place.open().get()) {
      for (double keep : new double[] {0.86, 0.5, 0.1, 0.999}) {
        for (long step : new long[] {0, 1, 29_999, 1L << 33}) {
          double deviation = Math.sqrt(UNITS * keep * (1 - keep));
          assertEquals(
              UNITS * keep,
              kept(mask(backend, 1, step, keep)),
              DEVIATIONS * deviation,
              keep + " at step " + step);
        }
      }
    }
  }

  /** Two masks, or one against itself some units further on. */
  private static void assertIndependent(byte[] a, byte[] b, int shift, double keep, String what) {
    int n = UNITS - shift;
    long both = 0;
    for (int i = 0; i < n; i++) {
      both += a[i] & b[i + shift];
    }
    double expected = keep * keep;
    assertEquals(
        n * expected,
        both,
        DEVIATIONS * Math.sqrt(n * expected * (1 - expected)),
        "kept in both, " + what);
    double meanA = kept(a) / UNITS;
    double meanB = kept(b) / UNITS;
    double correlation = ((double) both / n - meanA * meanB) / (keep * (1 - keep));
    assertTrue(
        Math.abs(correlation) < DEVIATIONS / Math.sqrt(n), what + " correlates by " + correlation);
  }

  @ParameterizedTest
  @MethodSource("places")
  void layersStepsAndNeighboursAreIndependent(Place place) {
    double keep = 0.86;
    try (Backend backend = place.open().get()) {
      byte[] first = mask(backend, 1, 0, keep);
      assertIndependent(first, mask(backend, 2, 0, keep), 0, keep, "layers 1 and 2");
      assertIndependent(first, mask(backend, 3, 0, keep), 0, keep, "layers 1 and 3");
      for (long step : new long[] {1, 2, 100, 1L << 32}) {
        byte[] later = mask(backend, 1, step, keep);
        assertIndependent(first, later, 0, keep, "steps 0 and " + step);
      }
      byte[] next = mask(backend, 1, 1, keep);
      assertIndependent(mask(backend, 2, 0, keep), next, 0, keep, "layer 2 and the next step");
      // Four units share a block of Philox; a row has a thousand.
      for (int shift : new int[] {1, 2, 3, 4, COLUMNS}) {
        assertIndependent(first, first, shift, keep, "units " + shift + " apart");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("places")
  void theExpectedActivationIsUnchanged(Place place) {
    double[] activations = new NumpyRandom(9).normals(UNITS);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < UNITS; i++) {
      activations[i] = Math.max(activations[i], 0);
      sum += activations[i];
      squares += activations[i] * activations[i];
    }
    try (Backend backend = place.open().get();
        Arena arena = backend.newArena()) {
      StepState state = StepState.allocate(arena, 0.0);
      Tensor mask = arena.allocate(ElementType.U8, Shape.of(ROWS, COLUMNS));
      Tensor before = arena.allocate(ElementType.REAL, Shape.of(ROWS, COLUMNS));
      Tensor after = arena.allocate(ElementType.REAL, Shape.of(ROWS, COLUMNS));
      backend.upload(activations, before);
      for (double keep : List.of(0.86, 0.5)) {
        Dropout dropout = new Dropout(SEED, 1, keep, 0, state, mask);
        backend.ops().drawMask(dropout);
        backend.ops().applyMask(dropout, before, after);
        double[] dropped = new double[UNITS];
        backend.download(after, dropped);
        double total = 0;
        for (double value : dropped) {
          total += value;
        }
        // Each unit is a / keep with probability keep: variance a² (1 − keep) / keep.
        double deviation = Math.sqrt(squares * (1 - keep) / keep);
        assertEquals(sum, total, DEVIATIONS * deviation, "keep " + keep);
      }
    }
  }
}
