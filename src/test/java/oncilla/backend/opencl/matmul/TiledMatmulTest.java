package oncilla.backend.opencl.matmul;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulDims;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.opencl.launch.Launch;
import oncilla.backend.opencl.launch.LaunchSink;
import oncilla.backend.opencl.launch.OpenClTensor;
import oncilla.backend.opencl.launch.PanelMemory;
import oncilla.backend.opencl.program.ProgramKey;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.opencl.runtime.OwnSink;
import oncilla.cl.ClDevice;
import oncilla.cl.fake.TestDevices;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every tile that a GPU may get, aligned and not, whole and in parts, against the plain loop.
 * Inputs are small integers, so every order of summation gives the same exact sum.
 */
class TiledMatmulTest {
  private static final TiledMatmul SMALL = new TiledMatmul(16, 16, 8, 4, 4, 1, 1);

  /** A backend with what it takes to submit products whose tensors start anywhere. */
  private static final class Bench implements AutoCloseable {
    private final OpenClBackend backend;
    private final OwnSink sink;
    private final List<Launch> launches = new ArrayList<>();

    Bench(String binding, Precision precision) {
      backend =
          new OpenClConfiguration(binding, precision, OpenClConfiguration.Variant.SMALL_TILES)
              .open();
      sink = new OwnSink(backend);
    }

    /** A tensor that starts at element {@code offset} of its buffer. */
    OpenClTensor tensor(Arena arena, Shape shape, long offset, double[] values) {
      OpenClTensor whole =
          (OpenClTensor) arena.allocate(ElementType.REAL, Shape.vector(shape.size() + offset));
      double[] padded = new double[(int) (shape.size() + offset)];
      // What is outside must not be read: a sum with it would show.
      Arrays.fill(padded, Double.NaN);
      System.arraycopy(values, 0, padded, (int) offset, values.length);
      backend.upload(padded, whole);
      return new OpenClTensor(whole.arena(), ElementType.REAL, shape, whole.memory(), offset);
    }

    double[] product(
        TiledMatmul tiled, MatmulForm form, MatmulDims dims, double[] a, double[] b, int offset) {
      return product(tiled, form, dims, a, b, offset, false);
    }

    /** C with bias and relu, for tensors that start at different multiples of {@code offset}. */
    double[] product(
        TiledMatmul tiled,
        MatmulForm form,
        MatmulDims dims,
        double[] a,
        double[] b,
        int offset,
        boolean wide) {
      try (Arena arena = backend.newArena()) {
        OpenClTensor c = tensor(arena, dims.c(), 3L * offset, new double[(int) dims.c().size()]);
        MatmulCall call =
            new MatmulCall(
                    form,
                    dims,
                    0.5,
                    backend.precision(),
                    tensor(arena, dims.a(form), offset, a),
                    tensor(arena, dims.b(form), 2L * offset, b),
                    c,
                    1)
                .layer(
                    tensor(arena, Shape.vector(dims.n()), offset, bias(dims.n())),
                    Activation.RELU,
                    Optional.empty());
        launches.clear();
        if (wide) {
          sink.accept(wide(tiled, call));
        } else {
          tiled.submit(call, recording());
        }
        double[] result = new double[(int) dims.c().size()];
        backend.download(c, result);
        return result;
      }
    }

    private LaunchSink recording() {
      return new LaunchSink() {
        @Override
        public void accept(Launch launch) {
          launches.add(launch);
          sink.accept(launch);
        }

        @Override
        public oncilla.cl.ClBuffer scratch(long bytes) {
          return sink.scratch(bytes);
        }

        @Override
        public PanelMemory panelMemory() {
          return sink.panelMemory();
        }
      };
    }

    private static Launch wide(TiledMatmul tiled, MatmulCall call) {
      ProgramKey narrow = tiled.program(call);
      Map<String, Integer> macros = new HashMap<>(narrow.macros());
      assertEquals(0, macros.put("WIDE", 1));
      return call.launch(
              new ProgramKey(narrow.file(), macros), tiled.kernel(), tiled.range(call.dims()))
          .integer(tiled.depth(call.dims()));
    }

    @Override
    public void close() {
      sink.close();
      backend.close();
    }
  }

  private static double[] integers(Shape shape, int seed) {
    double[] values = new double[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7919L + seed * 104729L) % 17 - 8;
    }
    return values;
  }

  private static double[] bias(long n) {
    return integers(Shape.vector(n), 5);
  }

  /** relu(0.5 · op(A)·op(B) + bias), as the mathematics says it. */
  private static double[] plainLoop(MatmulForm form, MatmulDims dims, double[] a, double[] b) {
    int m = (int) dims.m();
    int n = (int) dims.n();
    int k = (int) dims.k();
    double[] bias = bias(n);
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          double left = a[form == MatmulForm.TN ? l * m + i : i * k + l];
          double right = b[form == MatmulForm.NT ? j * k + l : l * n + j];
          sum += left * right;
        }
        c[i * n + j] = Math.max(0, 0.5 * sum + bias[j]);
      }
    }
    return c;
  }

  private static List<TiledMatmul> tiles(Precision precision) {
    Set<TiledMatmul> tiles = new LinkedHashSet<>();
    ClDevice gpu = TestDevices.gpu(0);
    KernelParameters.forDevice(gpu, precision).matmul().variants().values().stream()
        .map(TiledMatmul.class::cast)
        .map(one -> withTarget(one, 1, 1))
        .forEach(tiles::add);
    tiles.add(new TiledMatmul(16, 16, 16, 4, 4, 1, 1));
    tiles.add(new TiledMatmul(8, 8, 8, 4, 4, 1, 1));
    tiles.add(new TiledMatmul(4, 4, 4, 4, 4, 1, 1));
    tiles.add(new TiledMatmul(32, 16, 4, 8, 8, 1, 1));
    return List.copyOf(tiles);
  }

  private static TiledMatmul withTarget(TiledMatmul one, int targetGroups, int fewestTiles) {
    return new TiledMatmul(
        one.tileM(), one.tileN(), one.tileK(), one.workM(), one.workN(), targetGroups, fewestTiles);
  }

  /** One block and an edge of another in both directions, two tiles and a rest along k. */
  @ParameterizedTest
  @EnumSource
  void everyTileGivesThePlainLoopsNumbers(Precision precision) {
    try (Bench bench = new Bench("lwjgl", precision)) {
      for (TiledMatmul tiled : tiles(precision)) {
        for (MatmulForm form : MatmulForm.values()) {
          for (int odd = 0; odd < 2; odd++) {
            MatmulDims dims =
                new MatmulDims(
                    tiled.tileM() + 4 - odd, tiled.tileN() + 4 + odd, 2L * tiled.tileK() + 4 - odd);
            double[] a = integers(dims.a(form), 1);
            double[] b = integers(dims.b(form), 2);
            assertArrayEquals(
                plainLoop(form, dims, a, b),
                bench.product(tiled, form, dims, a, b, odd),
                tiled + " " + form + " " + dims);
            Map<String, Integer> macros = bench.launches.get(0).program().macros();
            for (String operand : List.of("VECTOR_A", "VECTOR_B", "VECTOR_C")) {
              assertEquals(1 - odd, macros.get(operand), operand);
            }
          }
        }
      }
    }
  }

  /** Offsets alone: rows are whole packets, but none starts at one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void tensorsMayStartAtAnyElement(int offset) {
    MatmulDims dims = new MatmulDims(20, 24, 28);
    try (Bench bench = new Bench("jocl", Precision.FP32)) {
      for (MatmulForm form : MatmulForm.values()) {
        double[] a = integers(dims.a(form), 3);
        double[] b = integers(dims.b(form), 4);
        assertArrayEquals(
            plainLoop(form, dims, a, b), bench.product(SMALL, form, dims, a, b, offset));
        Map<String, Integer> macros = bench.launches.get(0).program().macros();
        assertEquals(offset % 4 == 0 ? 1 : 0, macros.get("VECTOR_A"));
        assertEquals(2 * offset % 4 == 0 ? 1 : 0, macros.get("VECTOR_B"));
        assertEquals(3 * offset % 4 == 0 ? 1 : 0, macros.get("VECTOR_C"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wideOffsetsReachTheSameElements(MatmulForm form) {
    MatmulDims dims = new MatmulDims(19, 36, 21);
    double[] a = integers(dims.a(form), 6);
    double[] b = integers(dims.b(form), 7);
    try (Bench bench = new Bench("jocl", Precision.FP32)) {
      assertArrayEquals(
          plainLoop(form, dims, a, b), bench.product(SMALL, form, dims, a, b, 0, true));
    }
  }

  /** One part, two, an uneven number whose last is short, and as many as there are tiles. */
  @ParameterizedTest
  @CsvSource({"1, 1", "4, 1", "8, 2", "12, 3", "28, 7", "1000, 38"})
  void productsInPartsGiveThePlainLoopsNumbers(int targetGroups, int parts) {
    MatmulDims dims = new MatmulDims(20, 28, 299);
    TiledMatmul tiled = withTarget(SMALL, targetGroups, 1);
    assertEquals(parts, tiled.parts(dims));
    for (Precision precision : Precision.values()) {
      try (Bench bench = new Bench("jocl", precision)) {
        for (MatmulForm form : MatmulForm.values()) {
          for (int offset = 0; offset < 2; offset++) {
            double[] a = integers(dims.a(form), 8);
            double[] b = integers(dims.b(form), 9);
            assertArrayEquals(
                plainLoop(form, dims, a, b),
                bench.product(tiled, form, dims, a, b, offset),
                tiled + " " + form + " offset " + offset);
            assertEquals(parts > 1 ? 2 : 1, bench.launches.size());
          }
        }
      }
    }
  }

  /** Thirds are not exact, so another order of summation would have other bits. */
  @ParameterizedTest
  @EnumSource
  void theSameProductHasTheSameBits(Precision precision) {
    MatmulDims dims = new MatmulDims(37, 21, 1031);
    MatmulForm form = MatmulForm.NT;
    double[] a = Arrays.stream(integers(dims.a(form), 1)).map(value -> value / 3).toArray();
    double[] b = Arrays.stream(integers(dims.b(form), 2)).map(value -> value / 7).toArray();
    List<double[]> results = new ArrayList<>();
    double[] whole;
    try (Bench bench = new Bench("jocl", precision)) {
      whole = bench.product(SMALL, form, dims, a, b, 0);
    }
    for (String binding : List.of("jocl", "lwjgl", "lwjgl")) {
      try (Bench bench = new Bench(binding, precision)) {
        for (int run = 0; run < 3; run++) {
          results.add(bench.product(withTarget(SMALL, 60, 2), form, dims, a, b, run));
          assertEquals(2, bench.launches.size());
        }
      }
    }
    for (double[] result : results) {
      assertArrayEquals(results.get(0), result);
    }
    assertTrue(!Arrays.equals(whole, results.get(0)), "the parts changed no rounding");
  }
}
