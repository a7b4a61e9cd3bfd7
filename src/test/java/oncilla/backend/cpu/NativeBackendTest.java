package oncilla.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.BackendRequest;
import oncilla.backend.BlockLayout;
import oncilla.backend.ElementType;
import oncilla.backend.Marker;
import oncilla.backend.MatmulForm;
import oncilla.backend.Plan;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.Tensor;
import oncilla.backend.TensorBlock;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.random.NumpyRandom;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory, transfers, plans and lifetimes on native memory. */
class NativeBackendTest {
  private final Backend backend = open(Precision.FP64);

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @EnumSource
  void aDenseLayerInOnePassHasTheBitsOfItsSteps(Precision precision) {
    try (Backend other = open(precision);
        Arena arena = other.newArena()) {
      NumpyRandom random = new NumpyRandom(2);
      Tensor x = arena.allocate(ElementType.REAL, Shape.of(300, 40));
      Tensor w = arena.allocate(ElementType.REAL, Shape.of(70, 40));
      Tensor b = arena.allocate(ElementType.REAL, Shape.of(1, 70));
      other.upload(random.normals(300 * 40), x);
      other.upload(random.normals(70 * 40), w);
      other.upload(random.normals(70), b);
      Tensor fused = arena.allocate(ElementType.REAL, Shape.of(300, 70));
      Tensor steps = arena.allocate(ElementType.REAL, Shape.of(300, 70));
      other.ops().denseRelu(x, w, b, fused);
      other.ops().matmul(MatmulForm.NT, 1, x, w, steps);
      other.ops().addRowVector(steps, b, steps);
      other.ops().relu(steps, steps);
      double[] expected = new double[300 * 70];
      double[] actual = new double[300 * 70];
      other.download(steps, expected);
      other.download(fused, actual);
      assertArrayEquals(expected, actual);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsAboveZeroIsKept(Precision precision) {
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    double[] signs = {0, -0.0, 1, -1, 1e-40, -1e-40, infinity, -infinity, nan, 3e38};
    double[] values = {1, 2, -0.0, 4, 5, 6, nan, 8, 9, -infinity};
    double[] expected = {0, 0, -0.0, 0, 5, 0, nan, 0, 0, -infinity};
    try (Backend other = open(precision);
        Arena arena = other.newArena()) {
      Tensor a = arena.allocate(ElementType.REAL, Shape.vector(signs.length));
      Tensor gradient = arena.allocate(ElementType.REAL, Shape.vector(signs.length));
      other.upload(signs, a);
      other.upload(values, gradient);
      other.ops().reluBackward(gradient, a, gradient);
      double[] actual = new double[signs.length];
      other.download(gradient, actual);
      assertArrayEquals(expected, actual);
    }
  }

  @Test
  void newMemoryIsZeroAndEveryTypeComesBack() {
    Arena arena = backend.newArena();
    double[] real = {1, 1};
    backend.download(arena.allocate(ElementType.REAL, Shape.vector(2)), real);
    assertArrayEquals(new double[2], real);
    Tensor bytes = arena.allocate(ElementType.U8, Shape.vector(3));
    backend.upload(new byte[] {1, -1, 3}, bytes);
    byte[] byteValues = new byte[3];
    backend.download(bytes, byteValues);
    assertArrayEquals(new byte[] {1, -1, 3}, byteValues);
    Tensor ints = arena.allocate(ElementType.I32, Shape.vector(2));
    backend.upload(new int[] {7, -8}, ints);
    int[] intValues = new int[2];
    backend.download(ints, intValues);
    assertArrayEquals(new int[] {7, -8}, intValues);
    Tensor longs = arena.allocate(ElementType.I64, Shape.vector(1));
    backend.upload(new long[] {1L << 40}, longs);
    long[] longValues = new long[1];
    backend.download(longs, longValues);
    assertArrayEquals(new long[] {1L << 40}, longValues);
  }

  @Test
  void spansOfABlockShareItsMemory() {
    BlockLayout layout =
        BlockLayout.consecutive(
            List.of(Shape.of(2, 3), Shape.vector(5), Shape.vector(1)), Double.BYTES);
    TensorBlock block = backend.newArena().allocateBlock(layout);
    assertEquals(layout, block.layout());
    backend.upload(new double[] {1, 2, 3, 4, 5, 6}, block.parts().get(0));
    backend.upload(new double[] {7, 8, 9, 10, 11}, block.parts().get(1));
    double[] span = new double[64 + 5];
    backend.download(block.span(0, 1), span);
    assertEquals(6, span[5]);
    assertEquals(0, span[6]);
    assertEquals(7, span[64]);
    double[] all = new double[3 * 64];
    backend.upload(all, block.all());
    double[] part = new double[6];
    backend.download(block.parts().get(0), part);
    assertArrayEquals(new double[6], part);
  }

  @Test
  void recordedRunsLaterAndAgain() {
    Arena arena = backend.newArena();
    Tensor x = arena.allocate(ElementType.REAL, Shape.vector(2));
    Tensor y = arena.allocate(ElementType.REAL, Shape.vector(2));
    backend.upload(new double[] {1, 2}, x);
    Plan plan =
        backend.record(
            ops -> {
              ops.addScaled(1, x, y);
              ops.addScaled(1, x, y);
            });
    assertEquals(2, plan.size());
    double[] values = new double[2];
    backend.download(y, values);
    assertArrayEquals(new double[2], values);
    plan.run();
    plan.run();
    backend.download(y, values);
    assertArrayEquals(new double[] {4, 8}, values);
    plan.close();
    assertThrows(IllegalStateException.class, plan::run);
  }

  @Test
  void recordingTakesNeitherTransfersNorAnotherRecording() {
    Tensor x = backend.newArena().allocate(ElementType.REAL, Shape.vector(1));
    assertThrows(
        IllegalStateException.class,
        () -> backend.record(ops -> backend.download(x, new double[1])));
    assertThrows(
        IllegalStateException.class, () -> backend.record(ops -> backend.record(inner -> {})));
    backend.ops().addScaled(1, x, x);
    double[] value = new double[1];
    backend.download(x, value);
    assertEquals(0, value[0]);
  }

  @Test
  void tensorsOfAClosedArenaAreRefused() {
    Arena arena = backend.newArena();
    Tensor x = arena.allocate(ElementType.REAL, Shape.vector(1));
    Plan plan = backend.record(ops -> ops.relu(x, x));
    arena.close();
    arena.close();
    assertThrows(IllegalStateException.class, () -> backend.download(x, new double[1]));
    assertThrows(IllegalStateException.class, () -> backend.ops().relu(x, x));
    assertThrows(IllegalStateException.class, plan::run);
    assertThrows(
        IllegalStateException.class, () -> arena.allocate(ElementType.U8, Shape.vector(1)));
  }

  @Test
  void closingTheBackendClosesItsArenas() {
    Tensor x = backend.newArena().allocate(ElementType.REAL, Shape.vector(1));
    backend.close();
    assertThrows(IllegalStateException.class, () -> backend.ops().relu(x, x));
    assertThrows(IllegalStateException.class, backend::newArena);
    assertThrows(IllegalStateException.class, backend::synchronize);
  }

  @Test
  void transfersCheckOwnerTypeAndLength() {
    Tensor x = backend.newArena().allocate(ElementType.REAL, Shape.vector(2));
    assertThrows(IllegalArgumentException.class, () -> backend.upload(new double[3], x));
    assertThrows(IllegalArgumentException.class, () -> backend.upload(new byte[2], x));
    try (Backend other = open(Precision.FP64)) {
      assertThrows(IllegalArgumentException.class, () -> other.download(x, new double[2]));
      assertThrows(IllegalArgumentException.class, () -> other.ops().relu(x, x));
    }
  }

  @Test
  void uploadRoundsToThePrecision() {
    try (Backend single = open(Precision.FP32)) {
      Tensor x = single.newArena().allocate(ElementType.REAL, Shape.vector(1));
      single.upload(new double[] {0.1}, x);
      double[] value = new double[1];
      single.download(x, value);
      assertEquals(0.1f, value[0]);
      assertEquals(Float.BYTES, single.bytesPerReal());
    }
  }

  @Test
  void whatNoMachineHasIsRefused() {
    Arena arena = backend.newArena();
    BackendException e =
        assertThrows(
            BackendException.class,
            () -> arena.allocate(ElementType.U8, Shape.of(1L << 30, 1L << 30)));
    assertTrue(e.getMessage().contains("1152921504606846976"), e.getMessage());
  }

  @Test
  void elementsBeyondTheLengthOfABufferAreReached() {
    // Memory that is not touched is not taken, so this needs a few pages.
    long size = (1L << 28) + 3;
    for (Precision precision : Precision.values()) {
      try (Backend large = open(precision)) {
        NativeTensor x =
            (NativeTensor) large.newArena().allocate(ElementType.REAL, Shape.vector(size));
        x.reals().set(size - 1, 2.5);
        x.reals().set((1L << 27) - 1, 1.5);
        x.reals().set((1L << 27) + 1, 3.5);
        assertEquals(2.5, x.reals().get(size - 1));
        assertEquals(1.5, x.reals().get((1L << 27) - 1));
        assertEquals(0, x.reals().get(1L << 27));
        assertEquals(3.5, x.reals().get((1L << 27) + 1));
      }
    }
  }

  @Test
  void tensorsStartWhereVectorsMay() {
    for (int i = 1; i < 20; i++) {
      NativeMemory memory = NativeMemory.allocate(i);
      assertEquals(0, memory.at(0).address() % 64);
      assertThrows(IllegalArgumentException.class, () -> memory.windows(1, 100));
      memory.free();
      memory.free();
    }
  }

  @Test
  void markersAreAlwaysPassed() {
    try (Marker marker = backend.mark()) {
      marker.await();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNetTrainsToTheSameBitsEachTime(Precision precision) {
    // Long enough for OpenBLAS to share its products and for loops to be shared.
    Network network = Network.classifier(3000, List.of(64, 9));
    int rows = 257;
    double[] values = new NumpyRandom(4).normals(rows * network.inputs());
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) (values[i * network.inputs()] > 0 ? 1 : 0);
    }
    Dataset data =
        new Dataset(
            "drawn", new Table(values, rows, network.inputs()), labels, List.of("low", "high"));
    TrainingConfig config =
        TrainingConfig.defaults().withRegularization(new Regularization(0.7, List.of(0.8, 0.9)));
    Parameters start = Initialization.of(Initialization.Scheme.HE).draw(network, 3);
    Parameters first = null;
    for (int run = 0; run < 3; run++) {
      try (Backend one = open(precision);
          TrainingStep step = TrainingStep.prepare(one, network, data, start, config)) {
        for (int i = 0; i < 10; i++) {
          step.run();
        }
        Parameters trained = step.parameters();
        assertTrue(Double.isFinite(step.readCost().cost()));
        if (first == null) {
          first = trained;
        }
        for (int layer = 0; layer < network.depth(); layer++) {
          assertArrayEquals(
              first.layers().get(layer).weights(), trained.layers().get(layer).weights());
          assertArrayEquals(first.layers().get(layer).bias(), trained.layers().get(layer).bias());
        }
      }
    }
  }

  private static Backend open(Precision precision) {
    return new CpuBackendProvider()
        .open(BackendRequest.defaults().withPrecision(precision).withCpuBlas("openblas"));
  }
}
