package oncilla.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Activation;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.Dropout;
import oncilla.backend.ElementType;
import oncilla.backend.MatmulForm;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.backend.host.HostBackendContract;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.CpuBlas;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.random.NumpyRandom;
import oncilla.train.TrainingConfig;
import oncilla.train.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is particular to native memory; the rest is the contract. */
class CpuBackendTest extends HostBackendContract {
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
      other.ops().dense(x, w, b, Activation.RELU, Optional.empty(), fused);
      other.ops().matmul(MatmulForm.NT, 1, x, w, steps);
      other.ops().addRowVector(steps, b, steps);
      other.ops().activate(Activation.RELU, steps, steps);
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
      other.ops().activateBackward(Activation.RELU, gradient, a, Optional.empty(), gradient);
      double[] actual = new double[signs.length];
      other.download(gradient, actual);
      assertArrayEquals(expected, actual);
    }
  }

  /** As above with a mask: a dropped unit gives 0 whatever it held, a kept one is divided first. */
  @ParameterizedTest
  @EnumSource
  void onlyWhatIsKeptAndAboveZeroIsKept(Precision precision) {
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    double[] signs = {0, -0.0, 1, -1, 1e-37, -1e-37, infinity, -infinity, nan, 3e38, 1, infinity};
    double[] values = {1, 2, -0.0, 4, 5, 6, nan, 8, 9, -infinity, nan, infinity};
    double[] expected = {0, 0, -0.0, 0, 10, 0, nan, 0, 0, -infinity, nan, infinity};
    try (Backend other = open(precision);
        Arena arena = other.newArena()) {
      Shape shape = Shape.vector(signs.length);
      Tensor a = arena.allocate(ElementType.REAL, shape);
      Tensor gradient = arena.allocate(ElementType.REAL, shape);
      Tensor mask = arena.allocate(ElementType.U8, shape);
      StepState state = StepState.allocate(arena, 0.1);
      Optional<Dropout> dropout = Optional.of(new Dropout(1, 1, 0.5, 0, state, mask));
      other.upload(signs, a);
      double[] actual = new double[signs.length];
      for (byte kept = 0; kept < 2; kept++) {
        byte[] bits = new byte[signs.length];
        Arrays.fill(bits, kept);
        other.upload(bits, mask);
        other.upload(values, gradient);
        other.ops().activateBackward(Activation.RELU, gradient, a, dropout, gradient);
        other.download(gradient, actual);
        assertArrayEquals(kept == 1 ? expected : new double[signs.length], actual);
      }
    }
  }

  @Test
  void numbersTakeFourBytesInSinglePrecision() {
    try (Backend single = open(Precision.FP32)) {
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
        CpuTensor x = (CpuTensor) large.newArena().allocate(ElementType.REAL, Shape.vector(size));
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

  @ParameterizedTest
  @EnumSource
  void loopsGoOnInTheNextBuffer(Precision precision) {
    // As above: few pages are touched.
    long border = (1L << 30) / precision.bytes();
    try (Backend large = open(precision);
        Arena arena = large.newArena()) {
      Reals x = reals(arena.allocate(ElementType.REAL, Shape.vector(border + 3)));
      Reals bias = reals(arena.allocate(ElementType.REAL, Shape.vector(4)));
      for (int i = 0; i < 4; i++) {
        x.set(border - 2 + i, i - 1.0);
        bias.set(i, 10 * i);
      }
      double[] sums = {0, 100, 100, 100, 100, 0};
      x.addTo(sums, border - 3, 1, 5);
      assertArrayEquals(new double[] {0, 99, 100, 101, 102, 0}, sums);
      x.keepWherePositive(x, x, border - 2, border + 2);
      assertArrayEquals(new double[] {0, 0, 1, 2, 0}, from(x, border - 2, 5));
      x.set(border - 2, -50);
      x.addRow(x, bias, border - 2, 4, false);
      assertArrayEquals(new double[] {-50, 10, 21, 32, 0}, from(x, border - 2, 5));
      x.addRow(x, bias, border - 2, 4, true);
      assertArrayEquals(new double[] {0, 20, 41, 62, 0}, from(x, border - 2, 5));
    }
  }

  private static Reals reals(Tensor tensor) {
    return ((CpuTensor) tensor).reals();
  }

  private static double[] from(Reals values, long first, int count) {
    double[] copy = new double[count];
    for (int i = 0; i < count; i++) {
      copy[i] = values.get(first + i);
    }
    return copy;
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

  @Override
  protected Backend open(Precision precision) {
    return new CpuBackendProvider()
        .open(BackendRequest.defaults().withPrecision(precision).withCpuBlas(CpuBlas.OPENBLAS));
  }
}
