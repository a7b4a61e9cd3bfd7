package oncilla.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Parameters.LayerParameters;
import oncilla.nn.Regularization;
import oncilla.random.Philox;
import oncilla.train.TrainingStep.StepCost;
import oncilla.train.metric.Metrics;
import org.junit.jupiter.api.Test;

/** A whole step with L2 and dropout against the notes' formulas in plain loops. */
class TrainingStepTest {
  private static final long SEED = 4294967295L;

  @Test
  void tenStepsWithDropoutAndL2FollowTheFormulas() {
    Dataset data = SmallCase.table(17);
    Network network = SmallCase.NETWORK;
    Regularization regularization = new Regularization(0.7, List.of(0.6, 0.9));
    TrainingConfig config =
        TrainingConfig.defaults()
            .withLearningRate(0.3)
            .withSeed(SEED)
            .withRegularization(regularization);
    Parameters start = SmallCase.start();
    Loops loops = new Loops(data, network, config, start);
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep step = TrainingStep.prepare(backend, network, data, start, config)) {
      for (int iteration = 0; iteration < 10; iteration++) {
        step.run();
        double[] costs = loops.step(iteration);
        StepCost cost = step.readCost();
        assertEquals(costs[0], cost.cost(), 1e-12);
        assertEquals(costs[1], cost.dataCost(), 1e-12);
        assertTrue(cost.isGood());
        Parameters parameters = step.parameters();
        Parameters gradients = step.gradients();
        for (int l = 0; l < 3; l++) {
          LayerParameters layer = parameters.layers().get(l);
          assertArrayEquals(loops.weights[l], layer.weights(), 1e-12);
          assertArrayEquals(loops.biases[l], layer.bias(), 1e-12);
          assertArrayEquals(loops.weightGradients[l], gradients.layers().get(l).weights(), 1e-12);
        }
      }
    }
  }

  @Test
  void keepingEveryUnitRecordsNoDropout() {
    Dataset data = SmallCase.table(5);
    TrainingConfig plain = TrainingConfig.defaults();
    TrainingConfig one = plain.withRegularization(new Regularization(0, List.of(1.0, 0.5)));
    try (Backend backend = EjmlBackend.reference(Precision.FP64);
        TrainingStep without =
            TrainingStep.prepare(backend, SmallCase.NETWORK, data, SmallCase.start(), plain);
        TrainingStep with =
            TrainingStep.prepare(backend, SmallCase.NETWORK, data, SmallCase.start(), one)) {
      // A mask and its application, for one of the two layers; backward the activation has it
      // inside.
      assertEquals(without.size() + 2, with.size());
    }
  }

  @Test
  void logisticRegressionLearns() {
    Dataset data = SmallCase.table(40);
    Network network = Network.classifier(6, List.of());
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      TrainingResult result =
          new Trainer()
              .train(
                  backend,
                  network,
                  data,
                  Initialization.of(Scheme.ZEROS).draw(network, 0),
                  TrainingConfig.defaults().withLearningRate(1).withIterations(300),
                  List.of());
      Metrics metrics =
          new Evaluator(backend).evaluate(network, result.parameters(), data, 0, 40).metrics();
      assertTrue(metrics.accuracy() > 0.95, "accuracy " + metrics.accuracy());
      assertTrue(metrics.dataCost() < result.dataCost());
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeMemoryExists() {
    Dataset data = SmallCase.table(5);
    TrainingConfig config = TrainingConfig.defaults();
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Network wider = Network.classifier(7, List.of(2));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  TrainingStep.prepare(
                      backend, wider, data, Initialization.of(Scheme.HE).draw(wider, 0), config));
      assertEquals("points: 6 numbers per example, the network takes 7", e.getMessage());
      Network other = Network.classifier(6, List.of(2));
      assertThrows(
          IllegalArgumentException.class,
          () -> TrainingStep.prepare(backend, other, data, SmallCase.start(), config));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              TrainingStep.prepare(
                  backend,
                  SmallCase.NETWORK,
                  data,
                  SmallCase.start(),
                  config.withRegularization(new Regularization(0, List.of(0.5, 0.5, 0.5)))));
    }
  }

  /** The same training in loops over rows, with nothing of the code under test but Philox. */
  private static final class Loops {
    private final double[] inputs;
    private final byte[] labels;
    private final int rows;
    private final List<Integer> units = new ArrayList<>();
    private final TrainingConfig config;
    private final double[][] weights;
    private final double[][] biases;
    private final double[][] weightGradients;

    Loops(Dataset data, Network network, TrainingConfig config, Parameters start) {
      inputs = ((Table) data.features()).values();
      labels = data.labels();
      rows = data.size();
      units.add(network.inputs());
      units.addAll(network.hidden());
      units.add(1);
      this.config = config;
      weights = new double[network.depth()][];
      biases = new double[network.depth()][];
      weightGradients = new double[network.depth()][];
      for (int l = 0; l < weights.length; l++) {
        weights[l] = start.layers().get(l).weights().clone();
        biases[l] = start.layers().get(l).bias().clone();
      }
    }

    double[] step(int iteration) {
      int depth = weights.length;
      double lambda = config.regularization().l2();
      double[][] gradients = new double[depth][];
      double[][] biasGradients = new double[depth][];
      double dataCost = 0;
      double penalty = 0;
      for (int l = 0; l < depth; l++) {
        gradients[l] = new double[weights[l].length];
        biasGradients[l] = new double[biases[l].length];
        penalty += lambda / (2 * rows) * Arrays.stream(weights[l]).map(w -> w * w).sum();
      }
      for (int row = 0; row < rows; row++) {
        double[][] activations = new double[depth + 1][];
        double[][] slopes = new double[depth + 1][];
        activations[0] = Arrays.copyOfRange(inputs, 6 * row, 6 * row + 6);
        for (int l = 1; l <= depth; l++) {
          int n = units.get(l);
          activations[l] = new double[n];
          slopes[l] = new double[n];
          for (int j = 0; j < n; j++) {
            double z = biases[l - 1][j];
            for (int k = 0; k < units.get(l - 1); k++) {
              z += weights[l - 1][j * units.get(l - 1) + k] * activations[l - 1][k];
            }
            double keep = l < depth ? config.regularization().keepProbability(l) : 1;
            boolean kept = l == depth || isKept(iteration, l, (long) row * n + j, keep);
            boolean positive = l == depth || z > 0;
            slopes[l][j] = kept && positive ? 1 / keep : 0;
            activations[l][j] = z * slopes[l][j];
          }
        }
        double logit = activations[depth][0];
        double p = 1 / (1 + Math.exp(-logit));
        dataCost -= (labels[row] == 1 ? Math.log(p) : Math.log(1 - p)) / rows;
        double[] dz = {p - labels[row]};
        for (int l = depth; l >= 1; l--) {
          double[] previous = new double[units.get(l - 1)];
          for (int j = 0; j < units.get(l); j++) {
            biasGradients[l - 1][j] += dz[j] / rows;
            for (int k = 0; k < previous.length; k++) {
              gradients[l - 1][j * previous.length + k] += dz[j] * activations[l - 1][k] / rows;
              previous[k] += dz[j] * weights[l - 1][j * previous.length + k];
            }
          }
          for (int k = 0; l > 1 && k < previous.length; k++) {
            previous[k] *= slopes[l - 1][k];
          }
          dz = previous;
        }
      }
      for (int l = 0; l < depth; l++) {
        for (int i = 0; i < weights[l].length; i++) {
          gradients[l][i] += lambda / rows * weights[l][i];
          weights[l][i] -= config.learningRate() * gradients[l][i];
        }
        for (int j = 0; j < biases[l].length; j++) {
          biases[l][j] -= config.learningRate() * biasGradients[l][j];
        }
        weightGradients[l] = gradients[l];
      }
      return new double[] {dataCost + penalty, dataCost};
    }

    private boolean isKept(int iteration, int layer, long element, double keep) {
      int[] words = new int[4];
      Philox.block((int) SEED, 0, (int) (element / 4), layer, iteration, 0, words);
      long word = words[(int) (element % 4)] & 0xFFFFFFFFL;
      return word < (long) Math.ceil(keep * 0x1p32);
    }
  }
}
