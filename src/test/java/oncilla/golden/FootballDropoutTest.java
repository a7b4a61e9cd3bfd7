package oncilla.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import oncilla.Requirements;
import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.cpu.CpuBackend;
import oncilla.data.TrainTest;
import oncilla.nn.Initialization;
import oncilla.nn.Initialization.Scheme;
import oncilla.nn.Network;
import oncilla.nn.Parameters;
import oncilla.nn.Regularization;
import oncilla.train.Evaluator;
import oncilla.train.Trainer;
import oncilla.train.TrainingConfig;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What dropout is for, on the notes' football set: on the average of ten seeds of start and masks
 * it does better on the test set than no regularization. Seen: 0.9320 against 0.9185.
 */
class FootballDropoutTest {
  private static final int SEEDS = 10;
  private static final Network NETWORK = Network.classifier(2, List.of(20, 3));

  @Test
  void dropoutHelpsOnTheTestSet() {
    Assumptions.assumeTrue(Requirements.full(), "a long run: -Pfull");
    TrainTest data = PointData.football();
    double none = 0;
    double dropout = 0;
    try (Backend backend = CpuBackend.open(Precision.FP64)) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        none += testAccuracy(backend, data, Regularization.none(), seed) / SEEDS;
        Regularization keep = new Regularization(0, List.of(0.86));
        dropout += testAccuracy(backend, data, keep, seed) / SEEDS;
      }
    }
    assertTrue(dropout > none, dropout + " with dropout, " + none + " without");
  }

  private static double testAccuracy(
      Backend backend, TrainTest data, Regularization regularization, long seed) {
    TrainingConfig config = new TrainingConfig(30_000, 0.3, regularization, seed, 30_000);
    Parameters parameters =
        new Trainer()
            .train(
                backend,
                NETWORK,
                data.train(),
                Initialization.of(Scheme.LECUN).draw(NETWORK, seed),
                config,
                List.of())
            .parameters();
    return new Evaluator(backend)
        .evaluate(NETWORK, parameters, data.test().orElseThrow(), 0, data.train().size())
        .metrics()
        .accuracy();
  }
}
