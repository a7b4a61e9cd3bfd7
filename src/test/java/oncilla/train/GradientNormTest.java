package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.EveryBackend;
import oncilla.backend.Precision;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The norm of a gradient that is clipped is told with the cost of its iteration. */
class GradientNormTest {
  private static final double[] X = {1, -2, 3};
  private static final byte[] Y = {1, 0, 0};
  private static final double L2 = 0.6;
  private static final double RATE = 0.5;

  static Stream<EveryBackend> backends() {
    return EveryBackend.all();
  }

  private static List<Double> told(EveryBackend which, TrainingConfig config) {
    Dataset data = new Dataset("three", new Table(X, 3, 1), Y, List.of("no", "yes"));
    Parameters start =
        new Parameters(List.of(new LayerParameters(new double[] {0.5}, new double[1])));
    List<Double> norms = new ArrayList<>();
    List<Long> iterations = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void gradientNorm(long iteration, double norm) {
            iterations.add(iteration);
            norms.add(norm);
          }

          @Override
          public void cost(long iteration, double cost, double dataCost) {
            // Before its cost, or not at all.
            iterations.forEach(told -> assertEquals(iteration, told));
            iterations.clear();
          }
        };
    try (Backend backend = which.open()) {
      new Trainer()
          .train(backend, Network.classifier(1, List.of()), data, start, config, List.of(listener));
    }
    return norms;
  }

  private static TrainingConfig config(long logEvery, OptionalDouble limit) {
    return TrainingConfig.defaults()
        .withRegularization(Regularization.l2(L2))
        .withLearningRate(RATE)
        .withIterations(5)
        .withLogEvery(logEvery)
        .withClipNorm(limit);
  }

  /** By hand: a weight and a bias, three examples. */
  private static List<Double> byHand(double limit) {
    double weight = 0.5;
    double bias = 0;
    List<Double> norms = new ArrayList<>();
    for (int step = 0; step < 5; step++) {
      double ofWeight = L2 / 3 * weight;
      double ofBias = 0;
      for (int i = 0; i < 3; i++) {
        double error = 1 / (1 + Math.exp(-weight * X[i] - bias)) - Y[i];
        ofWeight += error * X[i] / 3;
        ofBias += error / 3;
      }
      double norm = Math.hypot(ofWeight, ofBias);
      norms.add(norm);
      double factor = Math.min(1, limit / (norm + 1e-6));
      weight -= RATE * factor * ofWeight;
      bias -= RATE * factor * ofBias;
    }
    return norms;
  }

  private static void assertClose(EveryBackend which, List<Double> expected, List<Double> norms) {
    assertEquals(expected.size(), norms.size(), norms.toString());
    double bound = which.precision() == Precision.FP64 ? 1e-13 : 1e-5;
    for (int i = 0; i < norms.size(); i++) {
      assertEquals(expected.get(i), norms.get(i), bound, "logged " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void itIsTheNormBeforeClipping(EveryBackend which) {
    for (double limit : new double[] {0.1, 100}) {
      List<Double> expected = byHand(limit);
      List<Double> all = told(which, config(1, OptionalDouble.of(limit)));
      assertClose(which, expected, all);
      List<Double> some = told(which, config(3, OptionalDouble.of(limit)));
      assertClose(which, List.of(expected.get(0), expected.get(3), expected.get(4)), some);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void whatIsNotClippedHasNone(EveryBackend which) {
    assertEquals(List.of(), told(which, config(1, OptionalDouble.empty())));
  }
}
