package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.TrainTest;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.train.metric.Evaluation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training from features that nobody holds in memory. */
class ComputedFeaturesTest {
  private static final int TEST_ROWS = 90;

  private final List<Double> told = new ArrayList<>();

  private static Dataset dataset(Features features) {
    byte[] labels = new byte[features.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 3 == 0 ? 1 : 0);
    }
    return new Dataset("computed", features, labels, List.of("no", "yes"));
  }

  private Parameters train(Features train, Features test) {
    Network network = Network.classifier(train.columns(), List.of(3));
    TrainingConfig config =
        TrainingConfig.defaults().withIterations(3).withLogEvery(1).withLearningRate(0.01);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void cost(long iteration, double cost, double dataCost) {
            told.add(cost);
          }

          @Override
          public void curves(long iteration, CurvePoint point) {
            told.add(point.trainAccuracy());
            told.add(point.testCost());
          }
        };
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Parameters trained =
          new Trainer()
              .train(
                  backend,
                  network,
                  new TrainTest(dataset(train), Optional.of(dataset(test))),
                  Initialization.of(Scheme.HE).draw(network, 3),
                  config,
                  List.of(listener))
              .parameters();
      Evaluation evaluation =
          new Evaluator(backend).evaluate(network, trained, dataset(test), 0, train.rows());
      for (double probability : evaluation.probabilities()) {
        told.add(probability);
      }
      return trained;
    }
  }

  @ParameterizedTest
  @CsvSource({"U8, 4500, 1000", "REAL, 600, 1000"})
  void giveTheBytesOfAnArrayAndAreNeverHeldAtOnce(ElementType type, int rows, int columns) {
    ComputedFeatures train = new ComputedFeatures(type, rows, columns);
    ComputedFeatures test = new ComputedFeatures(type, TEST_ROWS, columns);
    Parameters computed = train(train, test);
    List<Double> whileComputed = List.copyOf(told);
    told.clear();
    Parameters stored = train(train.inAnArray(), test.inAnArray());
    assertEquals(9 + TEST_ROWS, told.size());
    assertEquals(told, whileComputed);
    for (int l = 0; l < 2; l++) {
      assertArrayEquals(stored.layers().get(l).weights(), computed.layers().get(l).weights());
      assertArrayEquals(stored.layers().get(l).bias(), computed.layers().get(l).bias());
    }
    int bytes = columns * (type == ElementType.U8 ? 1 : Double.BYTES);
    assertTrue(
        (long) train.mostRows() * bytes <= DeviceFeatures.STAGING_BYTES,
        train.mostRows() + " rows at once");
    assertTrue(train.mostRows() < rows);
    assertEquals(2, train.copies());
    // The curves hold the test set; the evaluation takes it in two blocks.
    assertEquals(3, test.copies());
  }
}
