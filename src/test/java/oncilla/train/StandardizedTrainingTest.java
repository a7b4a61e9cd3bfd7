package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.backend.Arena;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.backend.Shape;
import oncilla.backend.StepState;
import oncilla.backend.Tensor;
import oncilla.data.ChannelSamples;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.Pixels;
import oncilla.data.Standardizing;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Standardization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs standardised where they are gathered, in training and in inference. */
class StandardizedTrainingTest {
  private static final TrainingConfig CONFIG =
      TrainingConfig.defaults().withIterations(7).withLearningRate(0.1).withLogEvery(1);

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  /** (x / 255 − μ) / σ as NumPy computes it from the same bytes, with σ 1 where it says 0. */
  @ParameterizedTest
  @MethodSource("backends")
  void theInputIsNumPys(EveryBackend every) {
    Pixels pixels = ChannelSamples.pixels();
    Features standardized = pixels.standardized(Standardizing.of(pixels));
    try (Backend backend = every.open();
        Arena arena = backend.newArena()) {
      DeviceFeatures stored =
          DeviceFeatures.allocate(
              arena, standardized, 5, 5, StepState.allocate(arena), Optional.empty());
      Tensor input = arena.allocate(ElementType.REAL, Shape.of(5, 18));
      stored.start(backend);
      stored.upload(backend, 0, 5);
      stored.gather(backend.ops(), input);
      double[] found = new double[5 * 18];
      backend.download(input, found);
      double bound = every.precision() == Precision.FP64 ? 2e-15 : 1e-6;
      assertEquals(-0.9911323204510648, found[3 * 18], bound);
      assertEquals(-0.5419576210966042, found[3 * 18 + 1], bound);
      assertEquals(0.0, found[3 * 18 + 2], bound);
      assertEquals(0.5070386405575809, found[3 * 18 + 3], bound);
      assertEquals(1.1548963534261845, found[18 + 15], bound);
      assertEquals(1.6506953497522534, found[18 + 16], bound);
    }
  }

  /** The same as training on numbers that somebody standardised before, in batches or not. */
  @ParameterizedTest
  @MethodSource("backends")
  void trainingIsThatOnStandardizedNumbers(EveryBackend every) {
    for (Dataset stored : List.of(SmallCase.pixels(30), SmallCase.table(30))) {
      Standardization numbers = Standardizing.of(stored.features());
      TrainTest lazy = new TrainTest(stored, Optional.of(stored)).standardized(numbers);
      Dataset eager =
          new Dataset(
              stored.source(),
              eager(stored.features(), numbers),
              stored.labels(),
              stored.classNames());
      double bound = every.precision() == Precision.FP64 ? 1e-13 : 2e-5;
      for (int batch : new int[] {0, 8}) {
        TrainingConfig config = CONFIG.withBatchSize(batch);
        try (Backend backend = every.open()) {
          List<Double> costs = new ArrayList<>();
          List<Double> expectedCosts = new ArrayList<>();
          Parameters found = train(backend, lazy, config, costs);
          Parameters expected =
              train(backend, new TrainTest(eager, Optional.of(eager)), config, expectedCosts);
          for (int i = 0; i < costs.size(); i++) {
            assertEquals(expectedCosts.get(i), costs.get(i), bound);
          }
          for (int l = 0; l < found.layers().size(); l++) {
            LayerParameters wanted = expected.layers().get(l);
            assertArrayEquals(wanted.weights(), found.layers().get(l).weights(), bound);
          }
          Evaluator evaluator = new Evaluator(backend);
          assertArrayEquals(
              evaluator.probabilities(SmallCase.NETWORK, found, eager.features()),
              evaluator.probabilities(SmallCase.NETWORK, found, lazy.train().features()),
              bound);
        }
      }
    }
  }

  private static Features eager(Features stored, Standardization numbers) {
    int columns = stored.columns();
    double[] values = new double[stored.rows() * columns];
    stored.copyRows(0, stored.rows(), values);
    double[] means = numbers.meanOfColumns(columns);
    double[] deviations = numbers.deviationOfColumns(columns);
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] / stored.divisor() - means[i % columns]) / deviations[i % columns];
    }
    return new Table(values, stored.rows(), columns);
  }

  private static Parameters train(
      Backend backend, TrainTest data, TrainingConfig config, List<Double> costs) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void cost(long iteration, double cost, double dataCost) {
            costs.add(cost);
          }

          @Override
          public void curves(long iteration, CurvePoint point) {
            costs.add(point.testCost());
          }
        };
    return new Trainer()
        .train(backend, SmallCase.NETWORK, data, SmallCase.start(), config, List.of(listener))
        .parameters();
  }
}
